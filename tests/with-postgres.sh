#!/bin/sh
# Runs a command beside a throwaway PostgreSQL cluster on a free port of this machine:
#
#   tests/with-postgres.sh COMMAND [ARGUMENT ...]
#
# The command finds in its environment
#   LLMOBSERVE_TEST_POSTGRES        a login that may create databases and roles, and is no superuser
#   LLMOBSERVE_TEST_POSTGRES_SUPER  the superuser, for tests that need to be refused or to look
# The cluster, with everything in it, is gone afterwards.
set -eu

fail() {
    printf 'with-postgres: %s\n' "$*" >&2
    exit 1
}

# The newest server on this machine, 15 or later.
find_binaries() {
    for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -nr) \
        "$(pg_config --bindir 2>/dev/null || true)"; do
        [ -n "$dir" ] && [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ] || continue
        major=$("$dir/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
        [ "$major" -ge 15 ] && { printf '%s' "$dir"; return; }
    done
}

install_server() {
    command -v apt-get >/dev/null || fail "PostgreSQL 15 or later is missing: install its server
  package (it has initdb and postgres) and run this again"
    if [ "$(id -u)" = 0 ]; then as_root=''
    elif sudo -n true 2>/dev/null; then as_root='sudo -n'
    else fail "PostgreSQL 15 or later is missing: run 'sudo apt-get install postgresql' once"
    fi
    printf 'with-postgres: installing PostgreSQL\n' >&2
    # The package would start a cluster of its own; this one is enough.
    $as_root mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        printf 'create_main_cluster = false\n' | $as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    { $as_root apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq postgresql >/dev/null; } >&2 ||
        fail "apt-get could not install PostgreSQL; install it by hand and run this again"
}

bin=$(find_binaries)
if [ -z "$bin" ]; then
    install_server
    bin=$(find_binaries)
    [ -n "$bin" ] || fail "the installed PostgreSQL is older than 15"
fi

# initdb refuses root: the cluster then belongs to the user `postgres`, in a folder it can reach.
if [ "$(id -u)" = 0 ]; then
    id postgres >/dev/null 2>&1 || fail "running as root needs the user 'postgres'; the server package makes it"
    run_as='runuser -u postgres --'
else
    run_as=''
fi
dir=$(mktemp -d /tmp/llmobserve-postgres.XXXXXX)
chmod 755 "$dir"
[ -z "$run_as" ] || chown postgres "$dir"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

stop() {
    status=$?
    trap - EXIT INT TERM
    (cd / && $run_as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1) || true
    rm -rf "$dir"
    exit $status
}
trap stop EXIT
trap 'exit 130' INT TERM

(cd / && $run_as "$bin/initdb" -D "$dir/data" -U postgres --auth=trust --encoding=UTF8 --locale=C >"$dir/initdb.log" 2>&1) ||
    { cat "$dir/initdb.log" >&2; fail "initdb failed"; }
# Durability is tested where it is promised; speed is measured with the same settings.
cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$dir'
max_connections = 200
shared_buffers = ${LLMOBSERVE_TEST_SHARED_BUFFERS:-256MB}
max_wal_size = 4GB
CONF
(cd / && $run_as "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/log" -w -t 60 start >/dev/null) ||
    { cat "$dir/data/log" >&2; fail "PostgreSQL did not start"; }

super="postgres://postgres@127.0.0.1:$port"
"$bin/psql" -q -h 127.0.0.1 -p "$port" -U postgres -v ON_ERROR_STOP=1 <<'SQL'
CREATE ROLE llmobserve LOGIN CREATEDB CREATEROLE NOSUPERUSER NOBYPASSRLS;
CREATE ROLE llmobserve_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
GRANT llmobserve_app TO llmobserve WITH ADMIN OPTION;
SQL

LLMOBSERVE_TEST_POSTGRES="postgres://llmobserve@127.0.0.1:$port" \
    LLMOBSERVE_TEST_POSTGRES_SUPER="$super" \
    LLMOBSERVE_TEST_POSTGRES_BIN="$bin" \
    LLMOBSERVE_TEST_POSTGRES_DATA="$dir/data" "$@"
