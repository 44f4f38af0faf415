FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential libssl-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/echo
COPY . .
RUN make
EXPOSE 7000
CMD ["./echo-server"]
