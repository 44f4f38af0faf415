FROM example.com/team/golang
ADD . /go/src/example.com/dock
RUN cd /go/src/example.com/dock && go install . ./...
ENTRYPOINT ["/go/bin/dock"]
