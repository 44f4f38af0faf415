FROM rust:1.85-slim-bookworm
WORKDIR /work
COPY Cargo.toml Cargo.lock ./
RUN mkdir src && echo "fn main() {}" > src/main.rs && cargo build --release && rm -rf src
COPY src ./src
RUN touch src/main.rs && cargo build --release && cp target/release/queue /usr/local/bin/queue
ENTRYPOINT ["queue"]
