FROM golang:1.22-alpine
RUN apk add --no-cache gcc musl-dev sqlite-dev
WORKDIR /app
COPY go.* ./
RUN go mod download
COPY . .
RUN go build -o server .
CMD ["./server"]
