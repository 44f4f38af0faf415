FROM maven
WORKDIR /app
COPY pom.xml .
COPY src src
RUN mvn -B package
CMD ["java", "-jar", "target/rudder-all.jar"]
