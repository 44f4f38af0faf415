FROM ruby:3.3-bookworm AS builder
RUN bundle config --global frozen 1 && bundle config set --global without 'development test' && bundle config build.nokogiri --use-system-libraries
ENV BUNDLE_PATH=/gems
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN gem update --system && bundle install
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /usr/local/bundle /gems -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM ruby:3.3-slim-bookworm AS runtime
COPY --from=builder /usr/local/bundle /usr/local/bundle
COPY --from=builder /gems /gems
COPY --from=builder /usr/local/lib/ruby /usr/local/lib/ruby
COPY --from=builder /usr/local/bin /usr/local/bin
COPY --from=builder /root/.bundle /root/.bundle
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
ENV BUNDLE_PATH=/gems
WORKDIR /app
COPY . .
CMD ["bundle", "exec", "ruby", "worker.rb"]
