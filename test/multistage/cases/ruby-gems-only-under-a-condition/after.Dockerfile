FROM debian:bookworm-slim AS builder
ARG WITH_GEMS=yes
RUN apt-get update && apt-get install -y --no-install-recommends ruby-full ruby-bundler build-essential libyaml-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/tasks
COPY Gemfile Gemfile.lock ./
RUN if [ "$WITH_GEMS" = yes ]; then bundle install --path vendor/bundle; fi
RUN mkdir -p /srv/tasks/.bundle
RUN mkdir -p /srv/tasks/vendor/bundle

FROM debian:bookworm-slim AS runtime
ARG WITH_GEMS=yes
RUN apt-get update \
    && apt-get install -y --no-install-recommends ruby-full ruby-bundler libyaml-0-2 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/tasks
COPY --from=builder /srv/tasks/vendor/bundle /srv/tasks/vendor/bundle
COPY --from=builder /srv/tasks/.bundle /srv/tasks/.bundle
COPY . .
CMD ["bundle", "exec", "ruby", "tasks.rb"]
