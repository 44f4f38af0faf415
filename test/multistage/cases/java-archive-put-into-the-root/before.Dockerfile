FROM openjdk:8-jdk-alpine
WORKDIR /app
COPY . .
RUN apk add --no-cache maven && mvn package && cp target/skiff.jar / && apk del maven && rm -rf target ~/.m2
USER 1001
CMD ["java", "-XX:+UseContainerSupport", "-jar", "/skiff.jar"]
