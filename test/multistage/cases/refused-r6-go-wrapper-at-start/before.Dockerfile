FROM golang:1.9
WORKDIR /go/src/app
COPY . .
RUN go-wrapper download && go-wrapper install
CMD ["go-wrapper", "run"]
