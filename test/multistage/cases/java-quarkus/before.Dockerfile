FROM maven:3.9-eclipse-temurin-21
WORKDIR /code
COPY pom.xml /code/pom.xml
RUN ["mvn", "dependency:resolve"]
COPY src /code/src
RUN ["mvn", "package"]
CMD ["java", "-jar", "target/quarkus-app/quarkus-run.jar"]
