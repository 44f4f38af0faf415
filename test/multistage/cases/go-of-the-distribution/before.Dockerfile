FROM ubuntu:22.04
RUN apt-get update && apt-get install -y golang git ca-certificates
WORKDIR /opt/quay
COPY . .
RUN go build
CMD ["/opt/quay/quay"]
