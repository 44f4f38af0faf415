FROM ruby:3.2-bookworm
RUN apt-get update -qq \
    && apt-get install -y --no-install-recommends build-essential libpq-dev nodejs \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /rails
ENV RAILS_ENV=production \
    RAILS_LOG_TO_STDOUT=1

# Gems
COPY Gemfile Gemfile.lock ./
RUN bundle config set --local without 'development test' \
    && bundle install --jobs 4

# The application and its assets
COPY . .
RUN SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile
RUN mkdir -p tmp/pids && ln -sf /dev/stdout log/production.log
EXPOSE 3000
HEALTHCHECK CMD curl -f http://localhost:3000/up || exit 1
CMD ["bundle", "exec", "rails", "server", "-b", "0.0.0.0"]
