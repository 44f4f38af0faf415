FROM rust:1.85-alpine3.21
RUN apk add --no-cache musl-dev openssl-dev openssl-libs-static
WORKDIR /app
COPY . .
RUN cargo build --release --bin api
USER 1000:1000
CMD ["/app/target/release/api"]
