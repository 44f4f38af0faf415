FROM golang:1.21-alpine AS builder
RUN apk add --no-cache make git
ENV SOURCES=/go/src/example.com/registry
WORKDIR $SOURCES
COPY . $SOURCES
COPY config/development.yml /etc/registry/config.yml
RUN make PREFIX=/go clean binaries

FROM alpine:3.20 AS runtime
ENV SOURCES=/go/src/example.com/registry
WORKDIR $SOURCES
COPY config/development.yml /etc/registry/config.yml
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
ENV PATH="/go/bin:$PATH"
COPY --from=builder /go/bin/registry /go/bin/registry
COPY --from=builder /go/src/example.com/registry /go/src/example.com/registry
VOLUME /var/lib/registry
ENTRYPOINT ["registry"]
CMD ["serve", "/etc/registry/config.yml"]
