FROM registry.acme.example/base/java17-maven:1.4 AS builder
WORKDIR /app
COPY . .
RUN mvn -q package -DskipTests

FROM registry.acme.example/base/java17-maven:1.4 AS runtime
WORKDIR /app
COPY . .
COPY --from=builder /app/target/ledger-all.jar /app/target/ledger-all.jar
EXPOSE 8080
CMD ["java", "-jar", "target/ledger-all.jar"]
