FROM ruby:3.3-alpine
RUN apk add --no-cache build-base git
RUN gem install --no-document rubocop -v 1.60.0 && gem install --no-document ffi
WORKDIR /code
ENTRYPOINT ["rubocop"]
CMD ["--version"]
