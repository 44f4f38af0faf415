FROM php:8.3-fpm-alpine3.20 AS builder
RUN apk add --no-cache icu-libs libzip \
    && apk add --no-cache --virtual .build-deps $PHPIZE_DEPS icu-dev libzip-dev \
    && docker-php-ext-install intl zip \
    && pecl install apcu \
    && docker-php-ext-enable apcu \
    && apk del .build-deps

FROM php:8.3-fpm-alpine3.20 AS runtime
COPY --from=builder /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=builder /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
RUN apk add --no-cache icu-libs libzip
COPY docker/php.ini /usr/local/etc/php/conf.d/app.ini
WORKDIR /app
COPY . .
USER www-data
CMD ["php-fpm", "-F"]
