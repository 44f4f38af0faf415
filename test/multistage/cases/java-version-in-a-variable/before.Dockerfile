ARG JAVA_VERSION=21
FROM maven:3.9-eclipse-temurin-${JAVA_VERSION}
WORKDIR /app
COPY pom.xml .
COPY src src
RUN mvn -B package
ENTRYPOINT ["java", "-jar", "target/rudder-all.jar"]
