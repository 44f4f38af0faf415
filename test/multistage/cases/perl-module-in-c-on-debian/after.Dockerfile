FROM debian:bookworm-slim AS builder
RUN apt-get update && apt-get install -y \
      build-essential \
      cpanminus \
      libmojolicious-perl \
      libdbd-sqlite3-perl \
      sqlite3 \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/log
# the module of the project, a part of which is C
COPY Log-Distance Log-Distance
RUN cpanm --notest ./Log-Distance

FROM debian:bookworm-slim AS runtime
RUN apt-get update \
    && apt-get install -y libmojolicious-perl libdbd-sqlite3-perl sqlite3 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/log
COPY Log-Distance Log-Distance
COPY --from=builder /usr/local/share /usr/local/share
COPY --from=builder /usr/local/lib /usr/local/lib
COPY --from=builder /usr/local/bin /usr/local/bin
COPY . .
RUN sqlite3 log.db < log.sql
EXPOSE 8165
CMD ["perl", "log.pl", "daemon", "-l", "http://127.0.0.1:8165"]
