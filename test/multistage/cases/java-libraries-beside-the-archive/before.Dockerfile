FROM maven:3.9.6-eclipse-temurin-17
WORKDIR /app
COPY pom.xml .
COPY src src
RUN --mount=type=cache,target=/root/.m2 mvn -B package dependency:copy-dependencies -DoutputDirectory=target/lib
CMD ["java", "-jar", "target/buoys.jar"]
