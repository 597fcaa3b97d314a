#!/bin/sh
# The replica: a copy of the primary when there is none yet, then it follows.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    until pg_basebackup --dbname "host=$PRIMARY_HOST port=${PRIMARY_PORT:-5432} user=replicator" \
        --pgdata "$PGDATA" --write-recovery-conf --slot replica --wal-method stream; do
        sleep 2
    done
    chmod 700 "$PGDATA"
fi
exec postgres "$@"
