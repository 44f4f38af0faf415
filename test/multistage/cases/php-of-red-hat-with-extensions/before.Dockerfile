FROM rockylinux:9
RUN dnf install -y httpd php php-cli php-mbstring php-pear php-devel gcc make ImageMagick ImageMagick-devel && dnf clean all
RUN printf "\n" | pecl install imagick && echo "extension=imagick.so" > /etc/php.d/40-imagick.ini
COPY site/ /var/www/html/
EXPOSE 80
CMD ["/usr/sbin/httpd", "-D", "FOREGROUND"]
