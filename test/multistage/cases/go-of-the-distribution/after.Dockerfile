FROM ubuntu:22.04 AS builder
RUN apt-get update && apt-get install -y golang git ca-certificates
WORKDIR /opt/quay
COPY . .
RUN go build

FROM ubuntu:22.04 AS runtime
RUN apt-get update \
    && apt-get install -y ca-certificates \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/quay
COPY --from=builder /opt/quay /opt/quay
CMD ["/opt/quay/quay"]
