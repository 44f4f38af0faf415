FROM maven:3-eclipse-temurin-21 AS builder
WORKDIR /usr/src/app
COPY . .
RUN mvn clean install

FROM eclipse-temurin:21-jre-noble AS runtime
WORKDIR /usr/src/app
COPY . .
COPY --from=builder /usr/src/app/target /usr/src/app/target
CMD ["java", "-jar", "target/harbour-1.0.jar", "server", "harbour.yml"]
