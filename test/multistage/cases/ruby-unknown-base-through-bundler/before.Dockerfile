FROM registry.example.com/platform/ruby:3.3
RUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev tzdata \
    && rm -rf /var/lib/apt/lists/*
RUN gem install bundler -v 2.5.6
WORKDIR /srv/shop
COPY Gemfile Gemfile.lock ./
RUN bundle install --jobs 4
COPY . .
RUN bundle exec rake assets:precompile
EXPOSE 3000
CMD ["bundle", "exec", "puma", "-C", "config/puma.rb"]
