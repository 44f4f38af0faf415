#!/bin/bash
set -euo pipefail
for script in migrations/*.sql; do
  python -c 'import os, sqlite3, sys; sqlite3.connect(os.environ["DATABASE"]).executescript(open(sys.argv[1]).read())' "$script"
done
exec "$@"
