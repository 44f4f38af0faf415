FROM php:8.3-fpm-bookworm AS builder
RUN apt-get update && apt-get install -y --no-install-recommends git unzip libicu-dev libpq-dev nodejs npm \
    && rm -rf /var/lib/apt/lists/*
RUN docker-php-ext-install intl pdo_pgsql opcache
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
RUN mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"
WORKDIR /var/www/app
COPY composer.json composer.lock ./
RUN composer install --no-dev --no-scripts --no-autoloader --prefer-dist
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN composer dump-autoload --optimize && npm run build && rm -rf node_modules

FROM php:8.3-fpm-bookworm AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends git unzip libicu72 libpq5 \
    && rm -rf /var/lib/apt/lists/*
RUN mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"
WORKDIR /var/www/app
COPY --from=builder /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=builder /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
COPY --from=builder /var/www/app /var/www/app
RUN chown -R www-data:www-data storage bootstrap/cache
EXPOSE 9000
CMD ["php-fpm"]
