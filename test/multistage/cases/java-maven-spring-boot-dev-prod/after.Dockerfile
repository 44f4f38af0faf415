FROM eclipse-temurin:17-jre-noble AS base
WORKDIR /app

FROM maven:3.9-eclipse-temurin-17 AS dependencies
WORKDIR /app
# Dependencies first: they change less often than the sources
COPY pom.xml .
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B package -DskipTests

FROM dependencies AS development
EXPOSE 8080
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75"
ENTRYPOINT ["java", "-jar", "target/tide.jar"]

FROM base AS production
COPY --from=dependencies /app/target/tide.jar /app/target/tide.jar
EXPOSE 8080
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75"
ENTRYPOINT ["java", "-jar", "target/tide.jar"]
