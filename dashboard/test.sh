#!/bin/sh
# Every check and test of the dashboard, the last ones in a browser against a collector's program:
#
#     dashboard/test.sh target/debug/llmobserve
#
# Needs what build.sh needs, and Debian's chromium, which is installed by apt where that may be. With
# LLMOBSERVE_TEST_POSTGRES (tests/with-postgres.sh) the journeys marked @both run on PostgreSQL too.
set -eu
program=$(realpath "$1")
cd "$(dirname "$0")"
if [ -n "${LLMOBSERVE_WITHOUT_DASHBOARD:-}" ]; then
    printf '\ndashboard: NOT RUN: no check and no test of it, as LLMOBSERVE_WITHOUT_DASHBOARD asks\n\n' >&2
    exit 0
fi
. ./node.sh

results=$PWD/test-results
rm -rf "$results"
mkdir -p "$results"

# What is generated is what is committed.
generated='src/api/schema.d.ts src/routeTree.gen.ts'
for file in $generated; do cp "$file" "$results/$(basename "$file")"; done
npm run --silent types
npm run --silent build >"$results/build.log" || { cat "$results/build.log"; exit 1; }
for file in $generated; do
    diff -u "$results/$(basename "$file")" "$file" || {
        printf 'dashboard: %s was not up to date: commit it as `npm run types` and `npm run build` write it\n' "$file" >&2
        exit 1
    }
done

npm run --silent check
npm test --silent -- --reporter=default --reporter=json --outputFile="$results/unit.json"

find_browser() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" && return
    done
}

# Prints why there is none, where it cannot be installed.
install_chromium() {
    command -v apt-get >/dev/null || { echo 'it is no package of this system'; return 1; }
    if [ "$(id -u)" = 0 ]; then as_root=''
    elif sudo -n true 2>/dev/null; then as_root='sudo -n'
    else echo "run 'sudo apt-get install chromium' once"; return 1
    fi
    printf 'dashboard: installing chromium\n' >&2
    { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        $as_root apt-get install -y -qq --no-install-recommends chromium >/dev/null; } >&2 ||
        { echo 'apt-get could not install it'; return 1; }
}

browser=$(find_browser || true)
if [ -z "$browser" ]; then
    why=$(install_chromium) || {
        printf '\ndashboard: NOT RUN: every test in a browser. chromium is missing: %s\n\n' "$why" >&2
        exec node e2e/counts.mjs "$results"
    }
    browser=$(find_browser)
fi
DASHBOARD_BROWSER=$browser DASHBOARD_PROGRAM=$program DASHBOARD_RESULTS=$results npm run --silent e2e
exec node e2e/counts.mjs "$results"
