FROM maven:3.9-eclipse-temurin-21 AS builder
WORKDIR /app
COPY . .
RUN mvn -B package

FROM eclipse-temurin:21-jre-noble AS runtime
WORKDIR /app
COPY --from=builder /app /app
ENTRYPOINT ["./start.sh"]
