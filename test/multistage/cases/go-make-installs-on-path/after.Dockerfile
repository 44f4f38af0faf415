FROM golang:1.22 AS builder
WORKDIR /go/src/example.com/dexter
COPY . .
RUN make deps && make install
# Nothing in this file tells where the build installs dexter: PATH finds it, as it does for the container
RUN test -e /usr/local/bin/dexter || cp "$(command -v dexter)" /usr/local/bin/dexter

FROM debian:bookworm-slim AS runtime
WORKDIR /go/src/example.com/dexter
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /usr/local/bin/dexter /usr/local/bin/dexter
COPY --from=builder /go/src/example.com/dexter /go/src/example.com/dexter
ENTRYPOINT ["dexter", "daemon"]
