FROM debian:bookworm
RUN apt-get update && apt-get install -y ruby ruby-dev build-essential libffi-dev && rm -rf /var/lib/apt/lists/*
RUN gem install bundler --no-document
WORKDIR /opt/tool
COPY . .
RUN bundle install
CMD ["bundle", "exec", "ruby", "tool.rb"]
