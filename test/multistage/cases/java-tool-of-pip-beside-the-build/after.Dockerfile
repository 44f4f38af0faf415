FROM eclipse-temurin:17-jdk-jammy AS builder
RUN apt-get update \
    && apt-get install -y --no-install-recommends git gcc python3-dev python3-pip \
    && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir awscli==1.32.0
COPY . /app
RUN cd /app \
    && ./gradlew shadowJar \
    && mkdir -p /opt/ledger \
    && cp build/libs/ledger-all.jar /opt/ledger/ledger.jar \
    && rm -rf /app

FROM eclipse-temurin:17-jdk-jammy AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends git gcc python3-dev python3-pip \
    && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir awscli==1.32.0
COPY --from=builder /opt/ledger/ledger.jar /opt/ledger/ledger.jar
COPY docker-entrypoint.sh /docker-entrypoint.sh
ENTRYPOINT ["/docker-entrypoint.sh"]
