FROM golang:1.22
WORKDIR /go/src/example.com/dexter
COPY . .
RUN make deps && make install
ENTRYPOINT ["dexter", "daemon"]
