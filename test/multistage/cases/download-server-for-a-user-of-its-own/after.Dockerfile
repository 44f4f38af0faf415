FROM eclipse-temurin:17-jre-jammy AS builder
ENV SERVER_VERSION=7.1 SERVER_HOME=/opt/server
RUN groupadd -r server && useradd -r -g server server
RUN set -x \
    && apt-get update && apt-get install -y unzip && rm -rf /var/lib/apt/lists/* \
    && cd /opt \
    && curl -o server.zip -fSL https://binaries.example.com/server-$SERVER_VERSION.zip \
    && echo "0badc0de  server.zip" | sha256sum -c - \
    && unzip server.zip \
    && mv server-$SERVER_VERSION server \
    && chown -R server:server server \
    && rm server.zip \
    && rm -rf $SERVER_HOME/docs/*

FROM eclipse-temurin:17-jre-jammy AS runtime
ENV SERVER_VERSION=7.1 SERVER_HOME=/opt/server
RUN groupadd -r server && useradd -r -g server server
COPY --from=builder --chown=server:server /opt/server /opt/server
VOLUME "$SERVER_HOME/data"
WORKDIR $SERVER_HOME
USER server
EXPOSE 9000
ENTRYPOINT ["./bin/server.sh"]
