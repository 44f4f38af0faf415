FROM gradle:8-jdk17 AS builder
COPY build.gradle.kts settings.gradle.kts ./
COPY src src
RUN gradle build --no-daemon

FROM eclipse-temurin:17-jre-noble AS runtime
WORKDIR /home/gradle
COPY --from=builder /home/gradle/build/libs/lighthouse-0.3.jar /home/gradle/build/libs/lighthouse-0.3.jar
EXPOSE 8080
CMD java -jar build/libs/lighthouse-0.3.jar
