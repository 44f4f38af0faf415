FROM debian:bookworm AS builder
RUN apt-get update && apt-get install -y ghc cabal-install zlib1g-dev ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY app.cabal ./
COPY app app
RUN cabal update && cabal install --installdir=/usr/local/bin --install-method=copy

FROM debian:bookworm-slim AS runtime
RUN apt-get update \
    && apt-get install -y ca-certificates zlib1g \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY --from=builder /usr/local/bin/app /usr/local/bin/app
CMD ["/usr/local/bin/app"]
