FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends perl cpanminus gcc libc6-dev make libssl-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY cpanfile .
RUN cpanm -L /app/local --installdeps .
COPY . .
CMD ["perl", "-Ilocal/lib/perl5", "app.pl"]
