FROM golang:1.22-alpine AS builder
RUN apk add --no-cache git ca-certificates
WORKDIR /build
COPY . .
RUN go build -o server && mv server /usr/bin/

FROM alpine:3.21 AS runtime
RUN apk add --no-cache ca-certificates
WORKDIR /build
COPY --from=builder /usr/bin/server /usr/bin/server
ENTRYPOINT ["/usr/bin/server"]
