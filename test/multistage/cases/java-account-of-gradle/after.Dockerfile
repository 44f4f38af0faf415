FROM gradle:8-jdk21 AS builder
USER gradle
WORKDIR /home/gradle/app
COPY --chown=gradle . .
RUN gradle installDist

FROM eclipse-temurin:21-jre-noble AS runtime
RUN groupadd --system gradle && useradd --system --gid gradle --create-home gradle
USER gradle
WORKDIR /home/gradle/app
COPY --from=builder --chown=gradle /home/gradle/app /home/gradle/app
CMD ["build/install/app/bin/app"]
