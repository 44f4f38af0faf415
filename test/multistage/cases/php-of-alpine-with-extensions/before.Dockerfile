FROM alpine:3.19
RUN apk add --no-cache nginx php82 php82-fpm php82-openssl php82-session php82-phar php82-mbstring php82-iconv php82-dev php82-pear build-base yaml-dev
# YAML comes from PECL
RUN pecl82 install yaml && echo "extension=yaml.so" > /etc/php82/conf.d/50_yaml.ini
RUN ln -sf /usr/bin/php82 /usr/bin/php \
    && php -r "copy('https://getcomposer.org/installer', 'composer-setup.php');" \
    && php composer-setup.php --install-dir=/usr/local/bin --filename=composer \
    && rm composer-setup.php
WORKDIR /srv/www
COPY . .
RUN composer install --no-dev
COPY docker/nginx.conf /etc/nginx/nginx.conf
COPY docker/start.sh /start.sh
EXPOSE 8080
CMD ["/start.sh"]
