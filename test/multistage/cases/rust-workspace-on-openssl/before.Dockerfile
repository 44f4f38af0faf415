FROM rust:1-bookworm

RUN apt-get update && apt-get install -y pkg-config libssl-dev

WORKDIR /app
COPY . .
RUN cargo build --release --bin harbour-server

ENV RUST_LOG=info
EXPOSE 8159
ENTRYPOINT ["/app/target/release/harbour-server"]
