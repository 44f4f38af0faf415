FROM alpine:3.21 AS base

FROM golang:1.22-alpine AS dependencies
RUN apk add --no-cache git
WORKDIR /src
COPY . .
RUN go build -o /usr/local/bin/app main.go

FROM dependencies AS development
EXPOSE 8080
# Start
CMD ["go", "run", "main.go", "--port", "8080"]

FROM base AS production
WORKDIR /src
COPY --from=dependencies /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=dependencies /usr/local/bin/app /usr/local/bin/app
COPY --from=dependencies /src /src
EXPOSE 8080
# Start
CMD ["/usr/local/bin/app", "--port", "8080"]
