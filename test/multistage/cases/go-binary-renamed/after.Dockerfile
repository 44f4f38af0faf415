FROM golang:1.22-bookworm AS builder
WORKDIR $GOPATH/src/example.com/tool.sh
COPY . .
RUN go build
RUN mv tool.sh tool

FROM debian:bookworm-slim AS runtime
ENV GOPATH=/go
WORKDIR $GOPATH/src/example.com/tool.sh
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /go/src/example.com/tool.sh /go/src/example.com/tool.sh
CMD ["./tool"]
