FROM eclipse-temurin:17
RUN apt-get update && apt-get install -y maven curl
WORKDIR /build
COPY . .
RUN mvn -q package && mkdir /opt/charts && cp target/charts-*-shaded.jar /opt/charts/charts.jar && rm -rf /build ~/.m2
WORKDIR /opt/charts
HEALTHCHECK CMD curl -fs http://localhost:8080/health || exit 1
CMD ["java", "-jar", "charts.jar"]
