FROM maven:3.8.4-openjdk-17 AS builder
WORKDIR /app
COPY . /app
RUN mvn package -DskipTests
RUN java -Djarmode=layertools -jar target/gulls.jar extract

FROM eclipse-temurin:17-jre AS runtime
WORKDIR /app
COPY --from=builder /app /app
ENTRYPOINT ["java", "org.springframework.boot.loader.JarLauncher"]
