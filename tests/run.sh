#!/bin/sh
# Every test, beside the cluster that tests/with-postgres.sh started. `make test` calls this.
set -eu
cd "$(dirname "$0")/.."

# nextest shows each database as a result of its own; without it, cargo's own runner runs the same tests.
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --locked
else
    printf 'cargo-nextest is not installed: running with cargo test instead\n' >&2
    cargo test --locked
fi

# The ledger against a model in another language, on both databases.
program=target/debug/llmobserve
for seed in 1 2; do
    python3 tests/oracle/ledger.py --program "$program" --seed "$seed"
done

# The SDKs, against the real program.
sdk/python/test.sh "$program"
sdk/typescript/test.sh "$program"

# The dashboard, in a browser against the real program, on both databases.
dashboard/test.sh "$program"
