#!/bin/sh
# Every check and test of the TypeScript SDK, against a collector's program:
#
#     sdk/typescript/test.sh target/debug/llmobserve
#
# Needs Node.js 22.12 or later with npm, or Python's venv to put one here; python3, 3.11 or later, for the fakes of the
# providers; and the package registries for what is not there yet.
set -eu
program=$(realpath "$1")
cd "$(dirname "$0")"
. ./node.sh

failed=''
started=$(date +%s)

# run NAME COMMAND…: runs it, and goes on whatever comes of it.
run() {
    name=$1
    shift
    begun=$(date +%s)
    printf '== %s\n' "$name"
    "$@" </dev/null || failed="$failed $name"
    printf '   %s: %s s\n' "$name" "$(($(date +%s) - begun))"
}

# What is generated is what is committed.
generated() {
    before=$(cat src/wire.gen.ts)
    npm run --silent types
    [ "$before" = "$(cat src/wire.gen.ts)" ] || {
        echo 'src/wire.gen.ts was not up to date: commit it as `npm run types` writes it' >&2
        return 1
    }
}

# unit NODE: the unit tests on one Node.js.
unit() {
    timeout 120 "$1" --test --test-timeout=20000 --test-reporter="$PWD/build/reporter.mjs" .build/tests/unit/*.test.js
}

build() {
    npm run --silent build && npx --no-install tsc --project build/tsconfig.tests.json
}

run generated generated
run build build
run check npm run --silent check

run "unit-$(node --version)" unit node
if [ -n "$own_node" ] && [ "$("$own_node" --version)" != "$(node --version)" ]; then
    run "unit-$("$own_node" --version)" unit "$own_node"
fi
case "$(node --version)$("${own_node:-node}" --version)" in
*v20.*) ;;
*) printf 'NOT RUN: the unit tests on Node.js 20, which is not on this machine\n' ;;
esac

tests=.build/tests
run clients node --no-warnings $tests/integration/run.js "$program" --out .build/results.json
run table node $tests/integration/table.js .build/results.json --check ../../docs/sdk-typescript.md
run faults node --no-warnings $tests/acceptance/faults.js
run concurrency node $tests/acceptance/concurrency.js "$program"
run outage node $tests/acceptance/outage.js "$program"
run processes node $tests/acceptance/processes.js "$program"
run examples node $tests/acceptance/examples.js "$program"

printf 'the TypeScript SDK took %s s\n' "$(($(date +%s) - started))"
if [ -n "$failed" ]; then
    echo "FAILED:$failed"
    exit 1
fi
