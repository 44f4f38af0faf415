FROM hseeberger/scala-sbt:11.0.12_1.5.5_2.13.6 AS builder
WORKDIR /app
COPY . /app
RUN sbt assembly

FROM eclipse-temurin:11-jre AS runtime
WORKDIR /app
COPY . /app
COPY --from=builder /app/target/scala-2.13/ledger-assembly-0.1.jar /app/target/scala-2.13/ledger-assembly-0.1.jar
ENTRYPOINT ["java", "-jar", "target/scala-2.13/ledger-assembly-0.1.jar"]
