ARG BASE
FROM $BASE AS builder
RUN apt-get update && apt-get install -y --no-install-recommends gcc make libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/relay
COPY . .
RUN make

FROM $BASE AS runtime
WORKDIR /srv/relay
COPY --from=builder /srv/relay /srv/relay
CMD ["./relay"]
