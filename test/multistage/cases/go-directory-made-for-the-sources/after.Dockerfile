FROM golang:1.22 AS builder
# Install Dependecies
RUN go get -d github.com/gorilla/mux
RUN go get -d github.com/gocarina/gocsv

# Copy all Source Files
RUN mkdir /app
ADD . /app/
WORKDIR /app
RUN go build -o main .

FROM debian:bookworm-slim AS runtime
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=builder /app /app
WORKDIR /app
CMD ["/app/main"]

EXPOSE 8080
