FROM golang:1.11
COPY . /go/src/kind
WORKDIR /go/src/kind
RUN go get .
RUN CGO_ENABLED=0 go install -ldflags '-s -w' .
ENTRYPOINT ["/bin/cp", "-v", "/go/bin/kind", "/out"]
