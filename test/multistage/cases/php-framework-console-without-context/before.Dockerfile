FROM php:8.3-fpm-alpine3.20
RUN apk add --no-cache icu-dev libzip-dev postgresql-dev git unzip \
    && docker-php-ext-install intl zip pdo_pgsql
COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer
WORKDIR /srv/app
ENV APP_ENV=prod
COPY composer.* symfony.* ./
RUN composer install --no-dev --no-scripts --prefer-dist
COPY . .
RUN composer dump-autoload --classmap-authoritative --no-dev \
    && php bin/console cache:warmup \
    && chown -R www-data:www-data var
EXPOSE 9000
CMD ["php-fpm"]
