FROM maven:3.9-eclipse-temurin-17
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/app/target mvn -B package
CMD ["java", "-jar", "target/app-all.jar"]
