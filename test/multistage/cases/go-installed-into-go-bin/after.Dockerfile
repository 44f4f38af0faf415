FROM golang:1.22-bookworm AS builder
WORKDIR $GOPATH/src/example.com/tool
COPY . .
RUN go install .

FROM debian:bookworm-slim AS runtime
ENV GOPATH=/go
WORKDIR $GOPATH/src/example.com/tool
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
ENV PATH="/go/bin:$PATH"
COPY --from=builder /go/bin/tool /go/bin/tool
ENTRYPOINT ["tool", "--serve"]
