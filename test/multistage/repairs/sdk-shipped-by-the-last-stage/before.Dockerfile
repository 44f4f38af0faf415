FROM maven:3.9-eclipse-temurin-21-noble AS build
WORKDIR /src
COPY . .
RUN mvn -B package

FROM eclipse-temurin:21-jdk-noble
WORKDIR /app
COPY --from=build /src/target/harbour.jar /app/harbour.jar
EXPOSE 8080
CMD ["java", "-jar", "harbour.jar"]
