FROM maven:3.9-eclipse-temurin-17
RUN apt-get update && apt-get install -y npm && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN cd web && npm ci && npm run build
RUN mvn -B package -Pprod
CMD ["java", "-jar", "server/target/server-all.jar"]
