FROM debian:bookworm AS builder
RUN apt-get update && apt-get install -y openjdk-17-jdk maven tzdata
WORKDIR /srv/anchor
COPY pom.xml .
COPY src ./src
RUN mvn package

FROM debian:bookworm AS runtime
RUN apt-get update \
    && apt-get install -y tzdata openjdk-17-jre \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/anchor
COPY --from=builder /srv/anchor/target/anchor-jar-with-dependencies.jar /srv/anchor/target/anchor-jar-with-dependencies.jar
CMD ["java", "-jar", "target/anchor-jar-with-dependencies.jar"]
