FROM ruby:3.3-alpine3.20 AS builder
RUN apk add --no-cache tzdata postgresql-dev mysql-dev && apk add --no-cache --virtual .build build-base
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install && apk del .build && rm -rf ~/.bundle /usr/local/bundle/cache

FROM ruby:3.3-alpine3.20 AS runtime
RUN apk add --no-cache tzdata libpq mariadb-connector-c
WORKDIR /app
COPY --from=builder /usr/local/bundle /usr/local/bundle
COPY . .
CMD ["bundle", "exec", "puma"]
