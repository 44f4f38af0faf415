FROM golang:1.21-alpine
RUN apk add --no-cache make git
ENV SOURCES=/go/src/example.com/registry
WORKDIR $SOURCES
COPY . $SOURCES
COPY config/development.yml /etc/registry/config.yml
RUN make PREFIX=/go clean binaries
VOLUME /var/lib/registry
ENTRYPOINT ["registry"]
CMD ["serve", "/etc/registry/config.yml"]
