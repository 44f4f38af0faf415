FROM nginx:1.26-alpine AS builder
RUN apk add --no-cache ruby ruby-dev ruby-bundler build-base
WORKDIR /site
COPY . .
RUN bundle install && bundle exec jekyll build -d /usr/share/nginx/html

FROM nginx:1.26-alpine AS runtime
RUN apk add --no-cache libgcc libstdc++
WORKDIR /site
COPY --from=builder /usr/share/nginx/html /usr/share/nginx/html
