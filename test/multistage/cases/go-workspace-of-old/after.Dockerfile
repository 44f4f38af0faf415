FROM golang:1.9 AS builder
RUN curl https://raw.githubusercontent.com/golang/dep/master/install.sh | sh
COPY . /go/src/example.com/beacon
WORKDIR /go/src/example.com/beacon
RUN dep ensure -vendor-only && go install . ./cmd/beaconctl

FROM debian:stretch-slim AS runtime
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
ENV PATH="/go/bin:$PATH"
COPY --from=builder /go/bin/beaconctl /go/bin/beaconctl
COPY --from=builder /go/bin/beacon /go/bin/beacon
COPY --from=builder /go/src/example.com/beacon /go/src/example.com/beacon
WORKDIR /go/src/example.com/beacon
RUN mkdir -p /etc/beacon && cp beacon.toml /etc/beacon/
CMD ["beacon"]
