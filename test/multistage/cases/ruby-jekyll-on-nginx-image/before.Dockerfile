FROM nginx:1.26-alpine
RUN apk add --no-cache ruby ruby-dev ruby-bundler build-base
WORKDIR /site
COPY . .
RUN bundle install && bundle exec jekyll build -d /usr/share/nginx/html
