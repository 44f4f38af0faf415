FROM ruby:3.3-bookworm AS builder
ENV APP_HOME=/home/app
RUN groupadd -r app && useradd -r -m -d $APP_HOME -g app app
WORKDIR $APP_HOME
USER app
COPY --chown=app:app Gemfile Gemfile.lock ./
RUN bundle install --binstubs
COPY --chown=app:app . .
RUN bundle exec rake assets:precompile && rm -rf tmp/cache
RUN wget -q -O data/countries.csv https://example.com/countries.csv
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /usr/local/bundle -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM ruby:3.3-slim-bookworm AS runtime
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
ENV APP_HOME=/home/app
RUN groupadd -r app && useradd -r -m -d $APP_HOME -g app app
WORKDIR $APP_HOME
USER app
COPY --from=builder --chown=app /usr/local/bundle /usr/local/bundle
COPY --from=builder --chown=app:app /home/app /home/app
CMD ["bin/puma", "-C", "config/puma.rb"]
