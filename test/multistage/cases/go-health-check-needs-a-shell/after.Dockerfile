FROM golang:1.22-bookworm AS builder
ENV CGO_ENABLED=0
ARG VERSION=dev
WORKDIR /app
COPY . ./
RUN go build -ldflags "-X main.version=${VERSION}" -o /app/api ./cmd/api

FROM debian:bookworm-slim AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends wget \
    && rm -rf /var/lib/apt/lists/*
ENV CGO_ENABLED=0
ARG VERSION=dev
WORKDIR /app
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /app /app
ENV PORT=8080
EXPOSE $PORT
HEALTHCHECK CMD wget -qO- http://localhost:8080/health || exit 1
USER 1001
ENTRYPOINT ["/app/api"]
CMD ["serve"]
