FROM golang:1.22-bookworm
RUN curl -fsSL https://deb.nodesource.com/setup_20.x | bash - \
    && apt-get install -y nodejs graphviz
WORKDIR /app
COPY . .
RUN cd web && npm ci && npm run build
RUN go build -o server .
CMD ["./server"]
