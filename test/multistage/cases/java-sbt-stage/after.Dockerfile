FROM sbtscala/scala-sbt:eclipse-temurin-17.0.4_1.7.1_3.2.0 AS builder
WORKDIR /app
USER root
COPY build.sbt .
COPY project project
COPY app app
COPY conf conf
RUN sbt stage

FROM eclipse-temurin:17-jre AS runtime
WORKDIR /app
USER root
COPY app app
COPY conf conf
COPY --from=builder /app/target/universal/stage /app/target/universal/stage
ENTRYPOINT ["target/universal/stage/bin/voyage", "-Dpidfile.path=/dev/null"]
