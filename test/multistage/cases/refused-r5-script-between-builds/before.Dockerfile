FROM maven:3.9-eclipse-temurin-17
WORKDIR /app
COPY . .
RUN mvn -B package && ./deploy/unpack.sh
CMD ["java", "-jar", "/opt/app/app.jar"]
