FROM golang:1.22-alpine
RUN apk add --no-cache git ca-certificates
WORKDIR /build
COPY . .
RUN go build -o server && mv server /usr/bin/
ENTRYPOINT ["/usr/bin/server"]
