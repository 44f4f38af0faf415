FROM golang:1.22-bookworm AS builder
WORKDIR /srv/tide
COPY . .
RUN make assets build

FROM debian:bookworm-slim AS runtime
WORKDIR /srv/tide
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /srv/tide /srv/tide
EXPOSE 8080
CMD ["./bin/tide", "-listen", ":8080"]
