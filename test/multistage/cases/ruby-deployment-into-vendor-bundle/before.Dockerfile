FROM ruby:3.3-slim-bookworm
RUN apt-get update && apt-get install -y build-essential libsqlite3-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN bundle config set --local deployment true && bundle install
CMD ["bundle", "exec", "ruby", "server.rb"]
