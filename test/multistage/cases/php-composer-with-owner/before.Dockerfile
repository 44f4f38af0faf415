FROM php:8.3-apache-bookworm
RUN apt-get update && apt-get install -y libzip-dev unzip && docker-php-ext-install zip
ENV APACHE_DOCUMENT_ROOT=/srv/site/public
RUN sed -ri -e 's!/var/www/html!${APACHE_DOCUMENT_ROOT}!g' /etc/apache2/sites-available/*.conf
RUN curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin --filename=composer
WORKDIR /srv/site
COPY . .
RUN composer install --no-dev --optimize-autoloader && mkdir -p var/cache && chown -R www-data:www-data /srv/site
EXPOSE 80
