FROM debian:bookworm-slim
COPY . /src
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev make \
    && make -C /src install PREFIX=/usr/local \
    && apt-get purge -y gcc libc6-dev make && rm -rf /var/lib/apt/lists/*
CMD ["tides"]
