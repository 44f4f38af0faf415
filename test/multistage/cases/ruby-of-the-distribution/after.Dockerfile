FROM debian:bookworm AS builder
RUN apt-get update && apt-get install -y ruby ruby-dev build-essential libffi-dev && rm -rf /var/lib/apt/lists/*
RUN gem install bundler --no-document
WORKDIR /opt/tool
COPY . .
RUN bundle install
# Which packages bring the shared libraries that the compiled modules are linked to
RUN find /var/lib/gems -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM debian:bookworm-slim AS runtime
RUN apt-get update \
    && apt-get install -y ruby libffi8 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /var/lib/gems /var/lib/gems
COPY --from=builder /usr/local/bin /usr/local/bin
COPY --from=builder /opt/tool/Gemfile.lock /opt/tool/Gemfile.lock
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
WORKDIR /opt/tool
COPY . .
CMD ["bundle", "exec", "ruby", "tool.rb"]
