FROM eclipse-temurin:21-jdk
WORKDIR /srv/ferry
COPY gradlew build.gradle settings.gradle ./
COPY gradle gradle
RUN chmod +x gradlew && ./gradlew --no-daemon dependencies
COPY src src
COPY config config
RUN ./gradlew --no-daemon installDist
ENV JAVA_OPTS="-Xmx256m"
CMD ["build/install/ferry/bin/ferry", "--config", "config/ferry.properties"]
