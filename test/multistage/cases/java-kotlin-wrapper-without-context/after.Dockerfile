FROM eclipse-temurin:17-jdk AS builder
WORKDIR /app
COPY . .
RUN chmod +x gradlew && ./gradlew shadowJar

FROM eclipse-temurin:17-jre AS runtime
WORKDIR /app
COPY . .
COPY --from=builder /app/build/libs/herald-all.jar /app/build/libs/herald-all.jar
CMD ["java", "-jar", "build/libs/herald-all.jar"]
