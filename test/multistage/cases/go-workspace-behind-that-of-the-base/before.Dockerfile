FROM golang:1.22
ENV APP=/go/src/example.com/registry
ENV GOPATH=$APP/Godeps/_workspace:$GOPATH
WORKDIR $APP
COPY . .
RUN make PREFIX=/go clean binaries
EXPOSE 5000
ENTRYPOINT ["registry"]
CMD ["/etc/registry/config.yml"]
