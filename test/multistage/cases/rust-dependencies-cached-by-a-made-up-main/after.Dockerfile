FROM rust:1.85-slim-bookworm AS builder
WORKDIR /work
COPY Cargo.toml Cargo.lock ./
RUN mkdir src && echo "fn main() {}" > src/main.rs && cargo build --release && rm -rf src
COPY src ./src
RUN touch src/main.rs && cargo build --release && cp target/release/queue /usr/local/bin/queue
# Which packages bring the shared libraries that the compiled programs are linked to
RUN ldd /usr/local/bin/queue 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM debian:bookworm-slim AS runtime
WORKDIR /work
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /usr/local/bin/queue /usr/local/bin/queue
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
ENTRYPOINT ["queue"]
