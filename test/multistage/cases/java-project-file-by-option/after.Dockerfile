FROM eclipse-temurin:17 AS builder
RUN apt-get update && apt-get install -y maven
COPY pom.xml /opt/ledger/pom.xml
COPY src /opt/ledger/src
RUN mvn --file /opt/ledger/pom.xml -q package

FROM eclipse-temurin:17-jre AS runtime
COPY --from=builder /opt/ledger/target/ledger-all.jar /opt/ledger/target/ledger-all.jar
CMD ["java", "-jar", "/opt/ledger/target/ledger-all.jar"]
