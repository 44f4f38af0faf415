FROM ruby:3.2-alpine AS builder
RUN apk add --no-cache build-base postgresql-dev libxml2-dev nodejs yarn tzdata supervisor
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle config set --global without "development test" && bundle install
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile
COPY . .
RUN bundle exec rake assets:precompile && yarn cache clean

FROM ruby:3.2-alpine AS runtime
RUN apk add --no-cache nodejs tzdata supervisor libgcc libstdc++ libpq libxml2
WORKDIR /app
COPY --from=builder /usr/local/bundle /usr/local/bundle
COPY --from=builder /root/.bundle /root/.bundle
COPY --from=builder /app /app
COPY docker/supervisord.conf /etc/supervisord.conf
CMD ["supervisord", "-c", "/etc/supervisord.conf"]
