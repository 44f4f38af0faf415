FROM debian:bookworm
RUN apt-get update && apt-get install -y ghc cabal-install zlib1g-dev ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY app.cabal ./
COPY app app
RUN cabal update && cabal install --installdir=/usr/local/bin --install-method=copy
CMD ["/usr/local/bin/app"]
