FROM eclipse-temurin:17-jdk AS builder
RUN apt-get update && apt-get install -y --no-install-recommends maven && rm -rf /var/lib/apt/lists/*
RUN mkdir -p /opt/jetty && curl -fsSL -o /opt/jetty/runner.jar https://example.com/jetty-runner.jar
COPY . /src
RUN cd /src && mvn -q package && cp target/knots.war /opt/jetty/

FROM eclipse-temurin:17-jre AS runtime
RUN mkdir -p /opt/jetty && curl -fsSL -o /opt/jetty/runner.jar https://example.com/jetty-runner.jar
COPY . /src
COPY --from=builder /opt/jetty/runner.jar /opt/jetty/runner.jar
COPY --from=builder /opt/jetty/knots.war /opt/jetty/knots.war
WORKDIR /opt/jetty
CMD java -jar runner.jar --host 127.0.0.1 --port 8162 --log access.log knots.war
