FROM golang:1.22-alpine
WORKDIR /src
COPY . .
RUN go install github.com/swaggo/swag/cmd/swag@v1.16.3 && swag init
RUN CGO_ENABLED=0 go build -o /usr/local/bin/server ./cmd/server && CGO_ENABLED=0 go build -o /usr/local/bin/worker ./cmd/worker
COPY entrypoint.sh /entrypoint.sh
ENTRYPOINT ["/entrypoint.sh"]
CMD ["server"]
