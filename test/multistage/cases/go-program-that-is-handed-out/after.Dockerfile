FROM golang:1.11 AS builder
COPY . /go/src/kind
WORKDIR /go/src/kind
RUN go get .
RUN CGO_ENABLED=0 go install -ldflags '-s -w' .

FROM debian:buster-slim AS runtime
WORKDIR /go/src/kind
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /go/bin/kind /go/bin/kind
COPY --from=builder /go/src/kind /go/src/kind
ENTRYPOINT ["/bin/cp", "-v", "/go/bin/kind", "/out"]
