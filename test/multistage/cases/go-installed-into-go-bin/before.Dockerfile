FROM golang:1.22-bookworm
WORKDIR $GOPATH/src/example.com/tool
COPY . .
RUN go install .
ENTRYPOINT ["tool", "--serve"]
