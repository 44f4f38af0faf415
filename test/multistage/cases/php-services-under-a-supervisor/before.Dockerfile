FROM debian:bookworm-slim
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y --no-install-recommends \
    nginx supervisor php8.2-fpm php8.2-cli php8.2-mbstring php8.2-xml php8.2-sqlite3 \
    php-pear php8.2-dev build-essential libyaml-dev ca-certificates curl unzip \
    && rm -rf /var/lib/apt/lists/*
# YAML comes from PECL.
RUN pecl install yaml && echo "extension=yaml.so" > /etc/php/8.2/mods-available/yaml.ini && phpenmod yaml
RUN curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin --filename=composer
RUN sed -i 's/^;daemonize = yes/daemonize = no/' /etc/php/8.2/fpm/php-fpm.conf \
    && echo "daemon off;" >> /etc/nginx/nginx.conf
COPY docker/vhost.conf /etc/nginx/sites-available/default
COPY docker/supervisord.conf /etc/supervisor/conf.d/app.conf
WORKDIR /srv/app
COPY . .
RUN composer install --no-dev --prefer-dist
RUN chown -R www-data:www-data var
RUN ln -sf /dev/stdout /var/log/nginx/access.log
EXPOSE 80
CMD ["/usr/bin/supervisord", "-n"]
