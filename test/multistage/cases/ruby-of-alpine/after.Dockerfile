FROM alpine:3.20 AS builder
RUN apk add --no-cache ruby ruby-dev ruby-bundler build-base
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install

FROM alpine:3.20 AS runtime
RUN apk add --no-cache ruby ruby-bundler libgcc libstdc++
WORKDIR /app
COPY --from=builder /usr/lib/ruby/gems /usr/lib/ruby/gems
COPY --from=builder /usr/bin/puma /usr/bin/puma
COPY . .
CMD ["puma", "-e", "production"]
