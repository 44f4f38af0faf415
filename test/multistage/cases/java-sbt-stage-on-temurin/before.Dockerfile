FROM sbtscala/scala-sbt:eclipse-temurin-jammy-17.0.9_9_1.9.7_3.3.1
WORKDIR /app
COPY . .
RUN sbt stage
EXPOSE 9000
CMD ["target/universal/stage/bin/ledger"]
