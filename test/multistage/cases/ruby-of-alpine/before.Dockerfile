FROM alpine:3.20
RUN apk add --no-cache ruby ruby-dev ruby-bundler build-base
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
CMD ["puma", "-e", "production"]
