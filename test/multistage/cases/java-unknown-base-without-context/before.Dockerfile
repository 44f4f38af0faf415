FROM registry.acme.example/base/java17-maven:1.4
WORKDIR /app
COPY . .
RUN mvn -q package -DskipTests
EXPOSE 8080
CMD ["java", "-jar", "target/ledger-all.jar"]
