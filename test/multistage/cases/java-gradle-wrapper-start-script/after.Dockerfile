FROM eclipse-temurin:21-jdk AS builder
WORKDIR /srv/ferry
COPY gradlew build.gradle settings.gradle ./
COPY gradle gradle
RUN chmod +x gradlew && ./gradlew --no-daemon dependencies
COPY src src
COPY config config
RUN ./gradlew --no-daemon installDist

FROM eclipse-temurin:21-jre AS runtime
WORKDIR /srv/ferry
COPY config config
COPY --from=builder /srv/ferry/build/install/ferry /srv/ferry/build/install/ferry
ENV JAVA_OPTS="-Xmx256m"
CMD ["build/install/ferry/bin/ferry", "--config", "config/ferry.properties"]
