FROM alpine:3.19 AS builder
COPY . /sources
RUN apk add --no-cache ca-certificates \
 && apk add --no-cache --virtual .build go git \
 && export GOPATH=/gopath \
 && mkdir -p $GOPATH/src/example.com \
 && ln -s /sources $GOPATH/src/example.com/mapper \
 && cd $GOPATH/src/example.com/mapper \
 && go build \
 && mv mapper /usr/bin/mapper \
 && apk del .build \
 && rm -rf $GOPATH /sources /root/.cache

FROM alpine:3.19 AS runtime
COPY --from=builder /usr/bin/mapper /usr/bin/mapper
RUN apk add --no-cache ca-certificates
CMD ["mapper"]
