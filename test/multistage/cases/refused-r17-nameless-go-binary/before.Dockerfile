FROM golang:1.22
WORKDIR /app
COPY . .
RUN go build ./...
CMD ["sh", "-c", "exec $APP"]
