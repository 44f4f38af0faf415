FROM rockylinux:9 AS builder
RUN dnf install -y httpd php php-cli php-mbstring php-pear php-devel gcc make ImageMagick ImageMagick-devel && dnf clean all
RUN printf "\n" | pecl install imagick && echo "extension=imagick.so" > /etc/php.d/40-imagick.ini

FROM rockylinux:9 AS runtime
RUN dnf install -y httpd php php-cli php-mbstring ImageMagick ImageMagick-devel
COPY --from=builder /usr/lib64/php /usr/lib64/php
RUN echo "extension=imagick.so" > /etc/php.d/40-imagick.ini
COPY site/ /var/www/html/
EXPOSE 80
CMD ["/usr/sbin/httpd", "-D", "FOREGROUND"]
