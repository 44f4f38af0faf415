FROM maven:3.8.4-openjdk-17
WORKDIR /app
COPY . /app
RUN mvn package -DskipTests
RUN java -Djarmode=layertools -jar target/gulls.jar extract
ENTRYPOINT ["java", "org.springframework.boot.loader.JarLauncher"]
