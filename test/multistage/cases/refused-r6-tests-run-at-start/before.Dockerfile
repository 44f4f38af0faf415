FROM golang:1.22
RUN go install github.com/onsi/ginkgo/v2/ginkgo@v2.17.1
WORKDIR /src
COPY . .
RUN go build ./...
ENTRYPOINT ["ginkgo", "-r"]
