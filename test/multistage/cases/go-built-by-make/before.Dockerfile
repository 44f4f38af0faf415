FROM golang:1.22-bookworm
WORKDIR /srv/tide
COPY . .
RUN make assets build
EXPOSE 8080
CMD ["./bin/tide", "-listen", ":8080"]
