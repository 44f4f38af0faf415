FROM openjdk:8-jdk-alpine AS builder
WORKDIR /app
COPY . .
RUN apk add --no-cache maven && mvn package && cp target/skiff.jar / && apk del maven && rm -rf target ~/.m2

FROM eclipse-temurin:8-jre-alpine AS runtime
WORKDIR /app
COPY . .
COPY --from=builder /skiff.jar /skiff.jar
USER 1001
CMD ["java", "-XX:+UseContainerSupport", "-jar", "/skiff.jar"]
