FROM ubuntu:22.04 AS builder
RUN apt-get update && apt-get install -y curl build-essential git
RUN curl -sSL https://go.dev/dl/go1.22.5.linux-amd64.tar.gz | tar -C /usr/local -xz
ENV PATH=/usr/local/go/bin:$PATH
WORKDIR /src
COPY . .
RUN make binary

FROM ubuntu:22.04 AS runtime
RUN apt-get update \
    && apt-get install -y curl \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/usr/local/go/bin:$PATH
WORKDIR /src
COPY --from=builder /src /src
CMD ["/src/bin/tool"]
