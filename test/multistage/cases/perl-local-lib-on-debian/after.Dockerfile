FROM debian:bookworm-slim AS builder
RUN apt-get update && apt-get install -y --no-install-recommends perl cpanminus gcc libc6-dev make libssl-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY cpanfile .
RUN cpanm -L /app/local --installdeps .

FROM debian:bookworm-slim AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends perl libssl3 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY cpanfile .
COPY --from=builder /app/local /app/local
COPY . .
CMD ["perl", "-Ilocal/lib/perl5", "app.pl"]
