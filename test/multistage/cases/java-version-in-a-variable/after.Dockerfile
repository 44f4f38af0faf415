ARG JAVA_VERSION=21
FROM maven:3.9-eclipse-temurin-${JAVA_VERSION} AS builder
WORKDIR /app
COPY pom.xml .
COPY src src
RUN mvn -B package

FROM eclipse-temurin:${JAVA_VERSION}-jre-noble AS runtime
WORKDIR /app
COPY --from=builder /app/target/rudder-all.jar /app/target/rudder-all.jar
ENTRYPOINT ["java", "-jar", "target/rudder-all.jar"]
