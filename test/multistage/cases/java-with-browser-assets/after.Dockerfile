FROM maven:3.9-eclipse-temurin-17 AS builder
RUN apt-get update && apt-get install -y npm && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN cd web && npm ci && npm run build
RUN mvn -B package -Pprod

FROM eclipse-temurin:17-jre-noble AS runtime
WORKDIR /app
COPY . .
COPY --from=builder /app/server/target/server-all.jar /app/server/target/server-all.jar
CMD ["java", "-jar", "server/target/server-all.jar"]
