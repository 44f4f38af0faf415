FROM eclipse-temurin:17 AS builder
RUN apt-get update && apt-get install -y maven curl
WORKDIR /build
COPY . .
RUN mvn -q package && mkdir /opt/charts && cp target/charts-*-shaded.jar /opt/charts/charts.jar && rm -rf /build ~/.m2

FROM eclipse-temurin:17-jre AS runtime
RUN apt-get update \
    && apt-get install -y curl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY --from=builder /opt/charts/charts.jar /opt/charts/charts.jar
WORKDIR /opt/charts
HEALTHCHECK CMD curl -fs http://localhost:8080/health || exit 1
CMD ["java", "-jar", "charts.jar"]
