#!/bin/sh
# Builds the dashboard into dashboard/dist. `make dashboard` calls this.
set -eu
cd "$(dirname "$0")"
. ./node.sh
npm run --silent build
