FROM rust:1.85-bookworm AS builder
WORKDIR /usr/src/greeter
COPY . .
RUN cargo install --locked --path .
# Which packages bring the shared libraries that the compiled programs are linked to
RUN ldd /usr/local/cargo/bin/greeter 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\/(usr\/)?lib\// { sub(/^\/usr/, "", $3); print "*" $3 }' | sort -u \
    | xargs -r dpkg-query --search 2>/dev/null | sed 's/:.*//' | sort -u > /tmp/runtime-packages.txt || true

FROM debian:bookworm-slim AS runtime
WORKDIR /usr/src/greeter
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
ENV PATH="/usr/local/cargo/bin:$PATH"
COPY --from=builder /usr/local/cargo/bin/greeter /usr/local/cargo/bin/greeter
RUN --mount=type=bind,from=builder,source=/tmp/runtime-packages.txt,target=/tmp/runtime-packages.txt \
    xargs -a /tmp/runtime-packages.txt dpkg-query --show > /dev/null 2>&1 \
    || { apt-get update && xargs -a /tmp/runtime-packages.txt apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*; }
EXPOSE 8080
CMD ["greeter"]
