FROM golang:1.22-bookworm
WORKDIR $GOPATH/src/example.com/tool.sh
COPY . .
RUN go build
RUN mv tool.sh tool
CMD ["./tool"]
