FROM golang:1.22-bookworm AS builder
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /usr/local/bin/shopd ./cmd/shopd

FROM gcr.io/distroless/static-debian12 AS runtime
WORKDIR /src
COPY --from=builder /usr/local/bin/shopd /usr/local/bin/shopd
COPY --from=builder /src/templates /src/templates
EXPOSE 8080
USER 65532:65532
CMD ["shopd"]
