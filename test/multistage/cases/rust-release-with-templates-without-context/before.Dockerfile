FROM rust:1.85
RUN apt-get update && apt-get install -y cmake libpq-dev
WORKDIR /app
COPY Cargo.toml Cargo.lock ./
COPY src ./src
COPY templates ./templates
RUN cargo build --release
EXPOSE 8000
CMD ["./target/release/board"]
