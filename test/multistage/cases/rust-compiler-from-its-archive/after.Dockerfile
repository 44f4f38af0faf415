FROM ubuntu:22.04 AS builder
RUN apt-get update && apt-get install -y --no-install-recommends build-essential ca-certificates curl
ENV RUST_ARCHIVE=rust-1.79.0-x86_64-unknown-linux-gnu.tar.gz
ENV RUST_URL=https://static.rust-lang.org/dist/$RUST_ARCHIVE
WORKDIR /rust
RUN curl -fsOSL $RUST_URL \
    && curl -s $RUST_URL.sha256 | sha256sum -c - \
    && tar -C /rust -xzf $RUST_ARCHIVE --strip-components=1 \
    && rm $RUST_ARCHIVE \
    && ./install.sh
WORKDIR /app
COPY . .
RUN cargo build --release

FROM ubuntu:22.04 AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/*
ENV RUST_ARCHIVE=rust-1.79.0-x86_64-unknown-linux-gnu.tar.gz
ENV RUST_URL=https://static.rust-lang.org/dist/$RUST_ARCHIVE
WORKDIR /rust
WORKDIR /app
COPY . .
COPY --from=builder /app/target/release/clock /app/target/release/clock
CMD ["./target/release/clock"]
