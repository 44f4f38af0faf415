FROM gradle:8.7-jdk21 AS builder
COPY --chown=gradle:gradle . /home/gradle/src
WORKDIR /home/gradle/src
RUN gradle shadowJar && cp build/libs/kelp-*-all.jar kelp.jar

FROM eclipse-temurin:21-jre AS runtime
WORKDIR /home/gradle/src
COPY --from=builder /home/gradle/src /home/gradle/src
CMD ["java", "-jar", "kelp.jar"]
