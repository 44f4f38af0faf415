FROM golang:1.22-alpine AS builder
RUN apk add --no-cache git
WORKDIR /src
COPY . .
RUN go build -o /usr/local/bin/app main.go

FROM alpine:3.21 AS runtime
WORKDIR /src
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /usr/local/bin/app /usr/local/bin/app
COPY --from=builder /src /src
EXPOSE 8080
# Start
CMD ["/usr/local/bin/app", "--port", "8080"]
