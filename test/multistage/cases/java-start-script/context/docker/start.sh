#!/bin/sh
set -e
echo "starting"
exec java $JAVA_OPTS -jar target/tide.jar "$@"
