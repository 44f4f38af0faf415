FROM registry.example.com/platform/ruby:3.3
RUN apt-get update && apt-get install -y build-essential libsqlite3-dev
RUN gem install sinatra sqlite3
COPY . /app
CMD ["ruby", "/app/main.rb"]
