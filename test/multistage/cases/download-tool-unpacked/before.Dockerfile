FROM debian:bookworm-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl unzip \
    && rm -rf /var/lib/apt/lists/*

# The tool itself
RUN curl -fsSL https://releases.example.com/planner/1.7.5/planner_1.7.5_linux_amd64.zip -o planner.zip \
    && unzip planner.zip \
    && mv planner /usr/local/bin/ \
    && rm planner.zip

WORKDIR /work
ENTRYPOINT ["planner"]
CMD ["--help"]
