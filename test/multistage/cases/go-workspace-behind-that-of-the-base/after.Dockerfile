FROM golang:1.22 AS builder
ENV APP=/go/src/example.com/registry
ENV GOPATH=$APP/Godeps/_workspace:$GOPATH
WORKDIR $APP
COPY . .
RUN make PREFIX=/go clean binaries

FROM debian:bookworm-slim AS runtime
ENV GOPATH=/go
ENV APP=/go/src/example.com/registry
ENV GOPATH=$APP/Godeps/_workspace:$GOPATH
WORKDIR $APP
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
ENV PATH="/go/bin:$PATH"
COPY --from=builder /go/bin/registry /go/bin/registry
COPY --from=builder /go/src/example.com/registry /go/src/example.com/registry
EXPOSE 5000
ENTRYPOINT ["registry"]
CMD ["/etc/registry/config.yml"]
