FROM php:8.2-apache-bookworm
ENV BUILD_DEPS="libzookeeper-mt-dev libpq-dev"
RUN set -eux; \
    apt-get update; \
    apt-get install -y --no-install-recommends $BUILD_DEPS unzip; \
    docker-php-ext-install pdo_pgsql; \
    pecl install zookeeper; \
    docker-php-ext-enable zookeeper; \
    apt-get purge -y $BUILD_DEPS; \
    rm -rf /var/lib/apt/lists/*
COPY public/ /var/www/html/
