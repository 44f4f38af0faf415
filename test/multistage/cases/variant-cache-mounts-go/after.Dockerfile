FROM golang:1.24-bookworm AS builder
WORKDIR /src
COPY go.mod ./
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    go mod download
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -o /usr/local/bin/app .

FROM gcr.io/distroless/static-debian12 AS runtime
WORKDIR /src
COPY --from=builder /usr/local/bin/app /usr/local/bin/app
EXPOSE 8080
CMD ["/usr/local/bin/app"]
