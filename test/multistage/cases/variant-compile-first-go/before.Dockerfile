FROM golang:1.22-alpine
RUN apk add --no-cache git
WORKDIR /src
COPY . .
EXPOSE 8080
# Start
CMD ["go", "run", "main.go", "--port", "8080"]
