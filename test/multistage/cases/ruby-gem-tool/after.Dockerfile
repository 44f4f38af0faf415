FROM ruby:3.3-alpine AS builder
RUN apk add --no-cache build-base git
RUN gem install --no-document rubocop -v 1.60.0 && gem install --no-document ffi

FROM ruby:3.3-alpine AS runtime
RUN apk add --no-cache git libgcc libstdc++
COPY --from=builder /usr/local/bundle /usr/local/bundle
WORKDIR /code
ENTRYPOINT ["rubocop"]
CMD ["--version"]
