#!/bin/sh
set -e
composer install
exec php -S 0.0.0.0:8000 -t public
