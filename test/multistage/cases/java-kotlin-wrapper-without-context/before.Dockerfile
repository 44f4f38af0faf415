FROM eclipse-temurin:17-jdk
WORKDIR /app
COPY . .
RUN chmod +x gradlew && ./gradlew shadowJar
CMD ["java", "-jar", "build/libs/herald-all.jar"]
