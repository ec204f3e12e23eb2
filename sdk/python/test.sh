#!/bin/sh
# Every check and test of the Python SDK, against a collector's program:
#
#     sdk/python/test.sh target/debug/llmobserve
#
# Needs python3, 3.11 or later, and the Python package index for what is not there yet. Virtual environments are kept in
# .venvs, each under a hash of its requirements.
set -eu
program=$(realpath "$1")
cd "$(dirname "$0")"
unset PYTHONPATH
export PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1

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

# environment NAME: the Python of a virtual environment with tests/requirements/NAME.txt.
environment() {
    hash=$( (python3 --version && cat "tests/requirements/$1.txt") | sha256sum | cut -c1-12)
    place=.venvs/$1-$hash
    if [ ! -e "$place/complete" ]; then
        rm -rf ".venvs/$1-"*
        python3 -m venv "$place" >&2
        "$place/bin/pip" install --quiet --requirement "tests/requirements/$1.txt" >&2
        touch "$place/complete"
    fi
    printf '%s/%s/bin/python' "$PWD" "$place"
}

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo 'the tests of the SDK need python3 3.11 or later (the SDK itself 3.9)' >&2
    exit 1
}

tools=$(environment tools)
run format "$tools" -m ruff format --check --quiet .
run lint "$tools" -m ruff check --quiet .
run types "$tools" -m mypy
run floor "$(dirname "$tools")/vermin" --quiet --no-tips --violations -t=3.9- llmobserve

# The unit tests on every Python that is here. The static check above holds 3.9 where that one is not.
for minor in 9 10 11 12 13 14; do
    python=''
    for candidate in "python3.$minor" "$HOME"/.pyenv/versions/3."$minor".*/bin/python3 python3; do
        version=$("$candidate" -c 'import sys; print(sys.version_info[1])' 2>/dev/null || :)
        [ "$version" = "$minor" ] && python=$candidate && break
    done
    if [ -n "$python" ]; then
        run "unit-3.$minor" "$python" -W error::ResourceWarning tests/unit/run.py
    else
        printf 'NOT RUN: the unit tests on Python 3.%s, which is not on this machine\n' "$minor"
    fi
done

current=$(environment current)
before=$(environment before)
oldest=$(environment oldest)
original=$(environment original)
frameworks=$(environment frameworks)
every='openai anthropic google bedrock pinecone mistral cohere'
results=.venvs/results
oldest_clients='openai anthropic pinecone cohere'
mkdir -p "$results"

# Two at a time, where time is not what is tested.
(failed=''
    run clients-oldest "$oldest" -W ignore tests/integration/run.py "$program" $oldest_clients --out "$results/oldest.json"
    run clients-current "$current" -W ignore tests/integration/run.py "$program" $every langchain --out "$results/current.json"
    echo "$failed" >"$results/failed") >"$results/log" 2>&1 &
run clients-before "$before" -W ignore tests/integration/run.py "$program" $every --out "$results/before.json"
wait $!
cat "$results/log"
failed="$failed$(cat "$results/failed")"
run table python3 tests/table.py "$results/oldest.json" "$results/before.json" "$results/current.json" --check ../../docs/sdk-python.md

(failed=''
    run faults-current "$current" -W ignore tests/acceptance/faults.py
    echo "$failed" >"$results/failed") >"$results/log" 2>&1 &
run faults-before "$before" -W ignore tests/acceptance/faults.py
wait $!
cat "$results/log"
failed="$failed$(cat "$results/failed")"

run original python3 tests/acceptance/original.py "$program" "$original"
run concurrency "$current" tests/acceptance/concurrency.py "$program"
run outage "$current" tests/acceptance/outage.py "$program"
run processes "$current" tests/acceptance/processes.py "$program"
run frameworks "$frameworks" tests/acceptance/frameworks.py
run walk python3 tests/acceptance/walk.py "$program" .venvs/walk
run examples "$current" tests/acceptance/examples.py "$program"

printf 'the SDK took %s s\n' "$(($(date +%s) - started))"
if [ -n "$(echo "$failed" | tr -d ' \n')" ]; then
    echo "FAILED:$(echo "$failed" | tr '\n' ' ')"
    exit 1
fi
