FROM golang:1.22-bookworm AS builder
RUN curl -fsSL https://deb.nodesource.com/setup_20.x | bash - \
    && apt-get install -y nodejs graphviz
WORKDIR /app
COPY . .
RUN cd web && npm ci && npm run build
RUN go build -o server .

FROM debian:bookworm-slim AS runtime
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /app /app
RUN apt-get update \
    && apt-get install -y graphviz \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
CMD ["./server"]
