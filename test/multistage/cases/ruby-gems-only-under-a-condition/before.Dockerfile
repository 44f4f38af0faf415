FROM debian:bookworm-slim
ARG WITH_GEMS=yes
RUN apt-get update && apt-get install -y --no-install-recommends ruby-full ruby-bundler build-essential libyaml-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/tasks
COPY Gemfile Gemfile.lock ./
RUN if [ "$WITH_GEMS" = yes ]; then bundle install --path vendor/bundle; fi
COPY . .
CMD ["bundle", "exec", "ruby", "tasks.rb"]
