FROM debian:bookworm
RUN apt-get update && apt-get install -y openjdk-17-jdk maven tzdata
WORKDIR /srv/anchor
COPY pom.xml .
COPY src ./src
RUN mvn package
CMD ["java", "-jar", "target/anchor-jar-with-dependencies.jar"]
