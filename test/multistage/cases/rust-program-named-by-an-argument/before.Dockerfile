FROM rust:1.79-alpine
ARG APP_NAME
RUN apk add --no-cache musl-dev openssl-dev
WORKDIR /src
COPY . .
RUN cargo build --release && mv target/release/${APP_NAME} /gatekeeper
CMD ["/gatekeeper"]
