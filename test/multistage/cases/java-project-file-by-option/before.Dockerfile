FROM eclipse-temurin:17
RUN apt-get update && apt-get install -y maven
COPY pom.xml /opt/ledger/pom.xml
COPY src /opt/ledger/src
RUN mvn --file /opt/ledger/pom.xml -q package
CMD ["java", "-jar", "/opt/ledger/target/ledger-all.jar"]
