FROM debian:bookworm AS builder
RUN apt-get update && apt-get install -y build-essential libssl-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/echo
COPY . .
RUN make

FROM debian:bookworm-slim AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends libssl3 libgomp1 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/echo
COPY --from=builder /srv/echo /srv/echo
EXPOSE 7000
CMD ["./echo-server"]
