FROM maven:3-eclipse-temurin-21
WORKDIR /usr/src/app
COPY . .
RUN mvn clean install
CMD ["java", "-jar", "target/harbour-1.0.jar", "server", "harbour.yml"]
