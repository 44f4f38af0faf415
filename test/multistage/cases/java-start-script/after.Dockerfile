FROM maven:3.9-eclipse-temurin-21 AS builder
WORKDIR /app
COPY . .
RUN chmod +x docker/start.sh && mvn -B package

FROM eclipse-temurin:21-jre-noble AS runtime
WORKDIR /app
COPY . .
COPY --from=builder /app/target/tide.jar /app/target/tide.jar
RUN chmod +x docker/start.sh
ENTRYPOINT ["docker/start.sh"]
