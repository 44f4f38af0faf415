FROM debian:bookworm
RUN apt-get update && apt-get install -y wget git gcc libc6-dev
RUN wget https://go.dev/dl/go1.22.5.linux-amd64.tar.gz && tar -C /usr/local -xzf go1.22.5.linux-amd64.tar.gz && rm go1.22.5.linux-amd64.tar.gz
ENV PATH=$PATH:/usr/local/go/bin
WORKDIR /src
COPY . .
RUN go build -o /usr/local/bin/srv ./cmd/srv
CMD ["srv"]
