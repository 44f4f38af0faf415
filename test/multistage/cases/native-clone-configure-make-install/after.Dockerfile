FROM alpine:3.20 AS builder
RUN apk add --no-cache --virtual .build-deps build-base autoconf automake git openssl-dev \
    && git clone --depth 1 https://example.org/tunnel.git /tmp/tunnel \
    && cd /tmp/tunnel \
    && ./configure --prefix=/opt/tunnel \
    && make \
    && make install \
    && cd / \
    && rm -rf /tmp/tunnel \
    && apk del .build-deps

FROM alpine:3.20 AS runtime
COPY --from=builder /opt/tunnel /opt/tunnel
RUN apk add --no-cache openssl ca-certificates
ENTRYPOINT ["/opt/tunnel/bin/tunnel"]
CMD ["--help"]
