FROM ruby:3.3-slim-bookworm AS builder
RUN apt-get update && apt-get install -y --no-install-recommends build-essential default-libmysqlclient-dev tzdata && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/app
COPY Gemfile Gemfile.lock ./
RUN bundle install --without development test

FROM ruby:3.3-slim-bookworm AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends tzdata libmariadb3 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/app
COPY --from=builder /usr/local/bundle /usr/local/bundle
COPY . .
CMD ["bundle", "exec", "puma", "-C", "config/puma.rb"]
