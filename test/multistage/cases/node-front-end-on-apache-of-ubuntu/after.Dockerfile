FROM ubuntu:22.04 AS builder
RUN apt-get update && apt-get install -y apache2 nodejs npm
WORKDIR /site
COPY . .
RUN npm install && npm run build && rm -rf /var/www/html && mv build /var/www/html

FROM ubuntu:22.04 AS runtime
RUN apt-get update \
    && apt-get install -y apache2 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /site
COPY --from=builder /var/www/html /var/www/html
CMD ["apache2ctl", "-D", "FOREGROUND"]
