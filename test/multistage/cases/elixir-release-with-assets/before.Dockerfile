FROM hexpm/elixir:1.16.0-erlang-26.2.1-debian-bookworm-20231009
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
EXPOSE 4000
CMD ["/app/_build/prod/rel/shop/bin/shop", "start"]
