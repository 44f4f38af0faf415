FROM ruby:3.3-alpine3.20
RUN apk add --no-cache tzdata postgresql-dev mysql-dev && apk add --no-cache --virtual .build build-base
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install && apk del .build && rm -rf ~/.bundle /usr/local/bundle/cache
COPY . .
CMD ["bundle", "exec", "puma"]
