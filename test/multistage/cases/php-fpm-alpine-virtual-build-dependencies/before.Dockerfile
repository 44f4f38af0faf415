FROM php:8.3-fpm-alpine3.20
RUN apk add --no-cache icu-libs libzip \
    && apk add --no-cache --virtual .build-deps $PHPIZE_DEPS icu-dev libzip-dev \
    && docker-php-ext-install intl zip \
    && pecl install apcu \
    && docker-php-ext-enable apcu \
    && apk del .build-deps
COPY docker/php.ini /usr/local/etc/php/conf.d/app.ini
WORKDIR /app
COPY . .
USER www-data
CMD ["php-fpm", "-F"]
