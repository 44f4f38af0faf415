FROM rust:1.85
WORKDIR /app
COPY . .
RUN cargo build
CMD ["cargo", "run"]
