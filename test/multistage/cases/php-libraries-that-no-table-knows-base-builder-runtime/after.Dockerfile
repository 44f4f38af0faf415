FROM php:8.2-apache-bookworm AS base
ENV BUILD_DEPS="libzookeeper-mt-dev libpq-dev"

FROM base AS builder
RUN set -eux; \
    apt-get update; \
    apt-get install -y --no-install-recommends $BUILD_DEPS unzip; \
    docker-php-ext-install pdo_pgsql; \
    pecl install zookeeper; \
    docker-php-ext-enable zookeeper; \
    apt-get purge -y $BUILD_DEPS; \
    rm -rf /var/lib/apt/lists/*
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /usr/local/lib/php/extensions -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM base AS runtime
COPY --from=builder /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=builder /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
RUN apt-get update \
    && apt-get install -y --no-install-recommends unzip libpq5 \
    && rm -rf /var/lib/apt/lists/*
COPY public/ /var/www/html/
