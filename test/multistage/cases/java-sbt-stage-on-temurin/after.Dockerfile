FROM sbtscala/scala-sbt:eclipse-temurin-jammy-17.0.9_9_1.9.7_3.3.1 AS builder
WORKDIR /app
COPY . .
RUN sbt stage

FROM eclipse-temurin:17-jre AS runtime
WORKDIR /app
COPY . .
COPY --from=builder /app/target/universal/stage /app/target/universal/stage
EXPOSE 9000
CMD ["target/universal/stage/bin/ledger"]
