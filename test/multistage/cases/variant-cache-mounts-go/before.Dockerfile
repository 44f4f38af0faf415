FROM golang:1.24-bookworm
WORKDIR /src
COPY go.mod ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /usr/local/bin/app .
EXPOSE 8080
CMD ["/usr/local/bin/app"]
