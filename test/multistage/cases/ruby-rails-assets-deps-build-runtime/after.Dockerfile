FROM ruby:3.2-bookworm AS dependencies
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
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /usr/local/bundle -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM dependencies AS build
# The application and its assets
COPY . .
RUN SECRET_KEY_BASE_DUMMY=1 bundle exec rails assets:precompile
RUN mkdir -p tmp/pids && ln -sf /dev/stdout log/production.log

FROM ruby:3.2-slim-bookworm AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends nodejs libpq5 ca-certificates curl imagemagick libcurl4 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /rails
ENV RAILS_ENV=production \
    RAILS_LOG_TO_STDOUT=1
COPY --from=dependencies /usr/local/bundle /usr/local/bundle
COPY --from=build /rails /rails
RUN --mount=type=bind,from=dependencies,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
EXPOSE 3000
HEALTHCHECK CMD curl -f http://localhost:3000/up || exit 1
CMD ["bundle", "exec", "rails", "server", "-b", "0.0.0.0"]
