FROM php:8.3-fpm
RUN apt-get update && apt-get install -y libicu-dev && docker-php-ext-install intl
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /app
COPY composer.json composer.lock ./
RUN composer install --no-dev --no-autoloader
COPY . .
CMD ["php-fpm"]
