FROM ruby:3.3-bookworm
RUN bundle config --global frozen 1 && bundle config set --global without 'development test' && bundle config build.nokogiri --use-system-libraries
ENV BUNDLE_PATH=/gems
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN gem update --system && bundle install
COPY . .
CMD ["bundle", "exec", "ruby", "worker.rb"]
