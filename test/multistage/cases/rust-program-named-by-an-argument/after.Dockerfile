FROM rust:1.79-alpine AS builder
ARG APP_NAME
RUN apk add --no-cache musl-dev openssl-dev
WORKDIR /src
COPY . .
RUN cargo build --release && mv target/release/${APP_NAME} /gatekeeper

FROM alpine:3.20 AS runtime
ARG APP_NAME
RUN apk add --no-cache libssl3 libcrypto3
WORKDIR /src
COPY . .
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /gatekeeper /gatekeeper
CMD ["/gatekeeper"]
