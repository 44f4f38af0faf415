FROM golang:1.22-bookworm AS builder
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /usr/local/bin/shopd ./cmd/shopd

FROM scratch AS runtime
WORKDIR /src
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /usr/local/bin/shopd /usr/local/bin/shopd
COPY --from=builder /src/templates /src/templates
EXPOSE 8080
CMD ["shopd"]
