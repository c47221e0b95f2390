#!/bin/sh
# Run once, when the database is made: the portal's role owns its database and is no superuser.
set -eu
psql --username=postgres --set=ON_ERROR_STOP=1 --set=password="$DATABASE_PASSWORD" <<'SQL'
CREATE ROLE inflytande LOGIN PASSWORD :'password';
CREATE DATABASE inflytande OWNER inflytande;
SQL
