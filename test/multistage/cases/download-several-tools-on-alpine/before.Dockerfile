FROM alpine:3.19
ARG DRIVER_VERSION=1.29.0
RUN apk add --no-cache bash curl
RUN curl -L https://dl.example.io/v${DRIVER_VERSION}/driver -o /usr/local/bin/driver \
 && chmod +x /usr/local/bin/driver
RUN curl -L https://get.example.io/helper-3.14.0.tar.gz | tar xz \
 && mv linux-amd64/helper /usr/local/bin/helper \
 && rm -rf linux-amd64
ENTRYPOINT ["driver"]
