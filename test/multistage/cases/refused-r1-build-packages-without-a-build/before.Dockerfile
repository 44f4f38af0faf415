FROM ubuntu:22.04
RUN apt-get update && apt-get install -y nginx php-fpm php-dev libyaml-dev make vim && rm -rf /var/lib/apt/lists/*
COPY site /var/www/html
COPY start.sh /start.sh
CMD ["/start.sh"]
