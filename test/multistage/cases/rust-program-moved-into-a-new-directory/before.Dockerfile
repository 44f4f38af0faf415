FROM rust:1.79
WORKDIR /usr/src/app
COPY Cargo.toml Cargo.lock ./
COPY web ./web
RUN cargo build --release
RUN mkdir bin && mv ./target/release/web ./bin && rm -rf target
ENTRYPOINT ["./bin/web"]
