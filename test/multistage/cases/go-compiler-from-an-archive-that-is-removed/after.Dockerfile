FROM debian:bookworm AS builder
RUN apt-get update && apt-get install -y wget git gcc libc6-dev
RUN wget https://go.dev/dl/go1.22.5.linux-amd64.tar.gz && tar -C /usr/local -xzf go1.22.5.linux-amd64.tar.gz && rm go1.22.5.linux-amd64.tar.gz
ENV PATH=$PATH:/usr/local/go/bin
WORKDIR /src
COPY . .
RUN go build -o /usr/local/bin/srv ./cmd/srv

FROM debian:bookworm AS runtime
RUN apt-get update \
    && apt-get install -y wget \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=$PATH:/usr/local/go/bin
WORKDIR /src
COPY --from=builder /usr/local/bin/srv /usr/local/bin/srv
COPY --from=builder /src /src
CMD ["srv"]
