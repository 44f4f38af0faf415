FROM php:8.2-apache-bookworm AS builder
RUN apt-get update && apt-get install -y --no-install-recommends libzip-dev unzip && rm -rf /var/lib/apt/lists/* \
    && docker-php-ext-install zip
COPY . /var/www/html
RUN curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin --filename=composer \
    && cd /var/www/html \
    && composer install --no-dev \
    && curl -sSLO https://github.com/drush-ops/drush-launcher/releases/download/0.10.2/drush.phar \
    && mv drush.phar /usr/local/bin/drush \
    && chmod 755 /usr/local/bin/drush \
    && echo "TLS_REQCERT never" >> /etc/ldap/ldap.conf

FROM php:8.2-apache-bookworm AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends unzip libzip4 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/local/bin/drush /usr/local/bin/drush
COPY --from=builder /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=builder /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
COPY --from=builder /var/www/html /var/www/html
RUN cd /var/www/html \
    && echo "TLS_REQCERT never" >> /etc/ldap/ldap.conf
RUN chown -R www-data:www-data /var/www/html
