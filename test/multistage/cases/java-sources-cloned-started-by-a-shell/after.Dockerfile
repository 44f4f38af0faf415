FROM openjdk:11 AS builder
RUN apt-get update && apt-get install -y maven git curl fontconfig
RUN git clone --depth 1 https://git.example.org/acme/sextant.git /opt/sextant
WORKDIR /opt/sextant
RUN mvn clean package && mv target/sextant-*.jar /opt/sextant.jar

FROM eclipse-temurin:11-jre AS runtime
RUN apt-get update \
    && apt-get install -y curl fontconfig \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/sextant
COPY --from=builder /opt/sextant.jar /opt/sextant.jar
EXPOSE 8080
HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1
CMD ["sh", "-c", "java ${JAVA_OPTS} -jar /opt/sextant.jar"]
