ARG BASE
FROM $BASE
RUN apt-get update && apt-get install -y --no-install-recommends gcc make libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/relay
COPY . .
RUN make
CMD ["./relay"]
