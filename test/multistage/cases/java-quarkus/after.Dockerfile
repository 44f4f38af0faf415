FROM maven:3.9-eclipse-temurin-21 AS builder
WORKDIR /code
COPY pom.xml /code/pom.xml
RUN ["mvn", "dependency:resolve"]
COPY src /code/src
RUN ["mvn", "package"]

FROM eclipse-temurin:21-jre-noble AS runtime
WORKDIR /code
COPY --from=builder /code/target/quarkus-app /code/target/quarkus-app
CMD ["java", "-jar", "target/quarkus-app/quarkus-run.jar"]
