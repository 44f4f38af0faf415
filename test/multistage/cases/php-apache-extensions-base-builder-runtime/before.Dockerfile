FROM php:8.2-apache-bookworm
RUN apt-get update && apt-get install -y \
        libfreetype6-dev \
        libjpeg62-turbo-dev \
        libpng-dev \
        libzip-dev \
    && rm -rf /var/lib/apt/lists/*
RUN docker-php-ext-configure gd --with-freetype --with-jpeg \
    && docker-php-ext-install -j$(nproc) gd zip pdo_mysql
RUN pecl install redis-6.0.2 && docker-php-ext-enable redis
RUN echo "upload_max_filesize = 20M" > /usr/local/etc/php/conf.d/uploads.ini
RUN a2enmod rewrite headers
COPY . /var/www/html
