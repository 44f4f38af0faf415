FROM maven:3.9-eclipse-temurin-21
WORKDIR /app
COPY . .
RUN chmod +x docker/start.sh && mvn -B package
ENTRYPOINT ["docker/start.sh"]
