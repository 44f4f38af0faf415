FROM golang:1.22
WORKDIR /app
COPY . .
RUN ./scripts/build.sh
CMD ["/app/out/server"]
