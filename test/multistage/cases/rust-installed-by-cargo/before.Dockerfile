FROM rust:1.85-bookworm
WORKDIR /usr/src/greeter
COPY . .
RUN cargo install --locked --path .
EXPOSE 8080
CMD ["greeter"]
