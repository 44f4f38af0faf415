FROM maven:3.9-eclipse-temurin-17 AS builder
WORKDIR /app
# Dependencies first: they change less often than the sources
COPY pom.xml .
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B package -DskipTests

FROM eclipse-temurin:17-jre-noble AS runtime
WORKDIR /app
RUN groupadd --system --gid 10001 app \
    && useradd --system --uid 10001 --gid app --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin app
COPY --from=builder /app/target/tide.jar /app/target/tide.jar
EXPOSE 8080
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75"
USER 10001:10001
ENTRYPOINT ["java", "-jar", "target/tide.jar"]
