FROM registry.example.com/platform/ruby:3.3 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev tzdata \
    && rm -rf /var/lib/apt/lists/*
RUN gem install bundler -v 2.5.6
WORKDIR /srv/shop
ENV BUNDLE_PATH=/opt/bundle
COPY Gemfile Gemfile.lock ./
RUN bundle install --jobs 4
COPY . .
RUN bundle exec rake assets:precompile
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /opt/bundle -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM registry.example.com/platform/ruby:3.3 AS runtime
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
RUN apt-get update \
    && apt-get install -y --no-install-recommends tzdata \
    && rm -rf /var/lib/apt/lists/*
RUN gem install bundler -v 2.5.6
WORKDIR /srv/shop
ENV BUNDLE_PATH=/opt/bundle
COPY --from=builder /opt/bundle /opt/bundle
COPY --from=builder /srv/shop /srv/shop
EXPOSE 3000
CMD ["bundle", "exec", "puma", "-C", "config/puma.rb"]
