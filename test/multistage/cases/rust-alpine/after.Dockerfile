FROM rust:1.85-alpine3.21 AS builder
RUN apk add --no-cache musl-dev openssl-dev openssl-libs-static
WORKDIR /app
COPY . .
RUN cargo build --release --bin api

FROM alpine:3.21 AS runtime
RUN apk add --no-cache openssl-libs-static libssl3 libcrypto3
WORKDIR /app
COPY . .
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /app/target/release/api /app/target/release/api
USER 1000:1000
CMD ["/app/target/release/api"]
