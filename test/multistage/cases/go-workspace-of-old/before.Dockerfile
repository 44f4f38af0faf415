FROM golang:1.9
RUN curl https://raw.githubusercontent.com/golang/dep/master/install.sh | sh
COPY . /go/src/example.com/beacon
WORKDIR /go/src/example.com/beacon
RUN dep ensure -vendor-only && go install . ./cmd/beaconctl
RUN mkdir -p /etc/beacon && cp beacon.toml /etc/beacon/
CMD ["beacon"]
