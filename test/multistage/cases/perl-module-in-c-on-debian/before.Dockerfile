FROM debian:bookworm-slim
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
COPY . .
RUN sqlite3 log.db < log.sql
EXPOSE 8165
CMD ["perl", "log.pl", "daemon", "-l", "http://127.0.0.1:8165"]
