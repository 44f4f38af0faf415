FROM maven AS builder
WORKDIR /app
COPY pom.xml .
COPY src src
RUN mvn -B package

FROM maven AS runtime
WORKDIR /app
COPY --from=builder /app/target/rudder-all.jar /app/target/rudder-all.jar
CMD ["java", "-jar", "target/rudder-all.jar"]
