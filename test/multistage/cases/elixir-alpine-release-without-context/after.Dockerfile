FROM elixir:1.16-alpine AS builder
RUN apk add --no-cache build-base git
WORKDIR /app
ENV MIX_ENV=prod
COPY . .
RUN mix local.hex --force && mix local.rebar --force && mix deps.get && mix release

FROM elixir:1.16-alpine AS runtime
RUN apk add --no-cache libgcc libstdc++
WORKDIR /app
ENV MIX_ENV=prod
COPY --from=builder /app/_build/prod/rel/worker /app/_build/prod/rel/worker
CMD ["_build/prod/rel/worker/bin/worker", "start"]
