FROM golang:1.22-alpine AS builder
WORKDIR /src
COPY . .
RUN go install github.com/swaggo/swag/cmd/swag@v1.16.3 && swag init
RUN CGO_ENABLED=0 go build -o /usr/local/bin/server ./cmd/server && CGO_ENABLED=0 go build -o /usr/local/bin/worker ./cmd/worker

FROM alpine:3.21 AS runtime
WORKDIR /src
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /usr/local/bin/server /usr/local/bin/server
COPY --from=builder /usr/local/bin/worker /usr/local/bin/worker
COPY --from=builder /src /src
COPY entrypoint.sh /entrypoint.sh
ENTRYPOINT ["/entrypoint.sh"]
CMD ["server"]
