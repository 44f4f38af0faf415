FROM php:8.3-cli
RUN apt-get update && apt-get install -y libzip-dev && docker-php-ext-install zip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
RUN composer global require phpunit/phpunit
ENV PATH="/root/.composer/vendor/bin:$PATH"
WORKDIR /app
CMD ["phpunit"]
