FROM golang:1.22-bookworm
ENV CGO_ENABLED=0
ARG VERSION=dev
WORKDIR /app
COPY . ./
RUN go build -ldflags "-X main.version=${VERSION}" -o /app/api ./cmd/api
ENV PORT=8080
EXPOSE $PORT
HEALTHCHECK CMD wget -qO- http://localhost:8080/health || exit 1
USER 1001
ENTRYPOINT ["/app/api"]
CMD ["serve"]
