FROM rust:1.79
WORKDIR /usr/src/shop
COPY . .
CMD cargo run --release
