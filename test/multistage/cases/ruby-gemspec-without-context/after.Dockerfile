FROM ruby:3.3-bookworm AS builder
WORKDIR /gem
COPY Gemfile tool.gemspec ./
COPY lib/tool/version.rb lib/tool/
RUN bundle install
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /usr/local/bundle -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM ruby:3.3-slim-bookworm AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /gem
COPY lib/tool/version.rb lib/tool/
COPY --from=builder /usr/local/bundle /usr/local/bundle
COPY --from=builder /gem/Gemfile.lock /gem/Gemfile.lock
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
COPY . .
ENTRYPOINT ["bundle", "exec", "exe/tool"]
