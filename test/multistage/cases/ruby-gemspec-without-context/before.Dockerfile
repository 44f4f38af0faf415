FROM ruby:3.3-bookworm
WORKDIR /gem
COPY Gemfile tool.gemspec ./
COPY lib/tool/version.rb lib/tool/
RUN bundle install
COPY . .
ENTRYPOINT ["bundle", "exec", "exe/tool"]
