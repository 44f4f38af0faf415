FROM rust:1.79
WORKDIR /usr/src/shop
COPY . .
EXPOSE 3001
CMD cargo run --release -- --port 3001
