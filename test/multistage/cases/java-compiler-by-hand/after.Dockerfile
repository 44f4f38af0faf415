FROM openjdk:17-jdk-slim AS builder
WORKDIR /usr/src/knots
COPY . .
RUN javac -d classes $(find src -name '*.java')

FROM eclipse-temurin:17-jre AS runtime
WORKDIR /usr/src/knots
COPY . .
COPY --from=builder /usr/src/knots/classes /usr/src/knots/classes
EXPOSE 8000
CMD ["java", "-cp", "classes:lib/*", "Knots"]
