FROM hexpm/elixir:1.16.0-erlang-26.2.1-debian-bookworm-20231009 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends build-essential git curl nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV MIX_ENV=prod
RUN mix local.hex --force && mix local.rebar --force
COPY mix.exs mix.lock ./
RUN mix deps.get --only prod && mix deps.compile
COPY config config
COPY lib lib
COPY priv priv
COPY assets assets
RUN npm --prefix assets ci && mix assets.deploy
RUN mix release
# Which packages bring the shared libraries that the compiled programs are linked to
RUN find /app/_build/prod/rel/shop -type f \( -name '*.so' -o -name '*.so.*' -o -name '*.node' -o -perm /111 \) -exec ldd '{}' ';' 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM debian:bookworm-slim AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl ca-certificates \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV MIX_ENV=prod
COPY --from=builder /app/_build/prod/rel/shop /app/_build/prod/rel/shop
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
EXPOSE 4000
CMD ["/app/_build/prod/rel/shop/bin/shop", "start"]
