#!/bin/sh
set -e
pg_isready -h db
python manage.py migrate
exec "$@"
