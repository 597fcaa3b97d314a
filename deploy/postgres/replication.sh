#!/bin/sh
# On the primary, once: the role, the place and the permission a replica needs.
# A new database runs it by itself; on an existing one:
#   docker compose exec -u postgres db sh /docker-entrypoint-initdb.d/replication.sh
set -eu
: "${REPLICATION_PASSWORD:?set REPLICATION_PASSWORD}"
psql -X -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v password="$REPLICATION_PASSWORD" <<'SQL'
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'password';
SELECT pg_create_physical_replication_slot('replica');
SQL
echo "host replication replicator ${REPLICA_NETWORK:-samenet} scram-sha-256" >> "$PGDATA/pg_hba.conf"
psql -X --username "$POSTGRES_USER" --dbname postgres -c "SELECT pg_reload_conf()"
