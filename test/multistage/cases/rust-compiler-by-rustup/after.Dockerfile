FROM ubuntu:22.04 AS builder
RUN apt-get update && apt-get install -y curl build-essential pkg-config libssl-dev
RUN curl https://sh.rustup.rs -sSf | sh -s -- -y
ENV PATH=/root/.cargo/bin:$PATH
WORKDIR /app
COPY . .
RUN cargo build --release

FROM ubuntu:22.04 AS runtime
RUN apt-get update \
    && apt-get install -y curl libssl3 \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/root/.cargo/bin:$PATH
WORKDIR /app
COPY . .
COPY --from=builder /app/target/release/app /app/target/release/app
CMD ["./target/release/app"]
