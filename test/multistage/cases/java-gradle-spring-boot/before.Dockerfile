FROM gradle:8-jdk17
COPY build.gradle.kts settings.gradle.kts ./
COPY src src
RUN gradle build --no-daemon
EXPOSE 8080
CMD java -jar build/libs/lighthouse-0.3.jar
