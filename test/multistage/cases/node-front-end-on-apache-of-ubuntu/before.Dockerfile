FROM ubuntu:22.04
RUN apt-get update && apt-get install -y apache2 nodejs npm
WORKDIR /site
COPY . .
RUN npm install && npm run build && rm -rf /var/www/html && mv build /var/www/html
CMD ["apache2ctl", "-D", "FOREGROUND"]
