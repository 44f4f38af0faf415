FROM ruby:3.3-bookworm
ENV APP_HOME=/home/app
RUN groupadd -r app && useradd -r -m -d $APP_HOME -g app app
WORKDIR $APP_HOME
USER app
COPY --chown=app:app Gemfile Gemfile.lock ./
RUN bundle install --binstubs
COPY --chown=app:app . .
RUN bundle exec rake assets:precompile && rm -rf tmp/cache
RUN wget -q -O data/countries.csv https://example.com/countries.csv
CMD ["bin/puma", "-C", "config/puma.rb"]
