FROM maven:3.9-eclipse-temurin-17
WORKDIR /app
# Dependencies first: they change less often than the sources
COPY pom.xml .
RUN mvn -B dependency:go-offline
COPY . .
RUN mvn -B package -DskipTests
EXPOSE 8080
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75"
ENTRYPOINT ["java", "-jar", "target/tide.jar"]
