FROM maven:3.9.6-eclipse-temurin-17 AS builder
WORKDIR /app
COPY pom.xml .
COPY src src
RUN --mount=type=cache,target=/root/.m2 mvn -B package dependency:copy-dependencies -DoutputDirectory=target/lib

FROM eclipse-temurin:17-jre AS runtime
WORKDIR /app
COPY --from=builder /app/target /app/target
CMD ["java", "-jar", "target/buoys.jar"]
