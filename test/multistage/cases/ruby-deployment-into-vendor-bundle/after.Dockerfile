FROM ruby:3.3-slim-bookworm AS builder
RUN apt-get update && apt-get install -y build-essential libsqlite3-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN bundle config set --local deployment true && bundle install

FROM ruby:3.3-slim-bookworm AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsqlite3-0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
COPY --from=builder /app/vendor/bundle /app/vendor/bundle
COPY --from=builder /usr/local/bundle /usr/local/bundle
CMD ["bundle", "exec", "ruby", "server.rb"]
