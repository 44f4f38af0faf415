FROM debian:bookworm AS builder
RUN apt-get update && apt-get install -y --no-install-recommends php8.2-cli php8.2-mbstring php8.2-xml php-pear php8.2-dev libyaml-dev composer unzip \
    && rm -rf /var/lib/apt/lists/*
RUN pecl install yaml && echo "extension=yaml.so" > /etc/php/8.2/cli/conf.d/30-yaml.ini
WORKDIR /opt/worker
COPY . .
RUN composer install --no-dev

FROM debian:bookworm-slim AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends php8.2-cli php8.2-mbstring php8.2-xml unzip libyaml-0-2 \
    && rm -rf /var/lib/apt/lists/*
RUN echo "extension=yaml.so" > /etc/php/8.2/cli/conf.d/30-yaml.ini
WORKDIR /opt/worker
COPY --from=builder /usr/lib/php /usr/lib/php
COPY --from=builder /opt/worker /opt/worker
CMD ["php", "worker.php"]
