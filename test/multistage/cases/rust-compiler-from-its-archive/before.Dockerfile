FROM ubuntu:22.04
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
CMD ["./target/release/clock"]
