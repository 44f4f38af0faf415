FROM elixir:1.16-alpine
RUN apk add --no-cache build-base git
WORKDIR /app
ENV MIX_ENV=prod
COPY . .
RUN mix local.hex --force && mix local.rebar --force && mix deps.get && mix release
CMD ["_build/prod/rel/worker/bin/worker", "start"]
