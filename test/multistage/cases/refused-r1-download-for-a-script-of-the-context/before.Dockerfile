FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl
RUN curl -fsSL https://download.example.com/server-1.2.tar.gz | tar xz -C /opt
COPY entrypoint.sh /
ENTRYPOINT ["/entrypoint.sh"]
CMD ["/opt/server-1.2/bin/server"]
