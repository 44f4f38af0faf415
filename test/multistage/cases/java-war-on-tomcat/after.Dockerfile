FROM tomcat:10-jdk17 AS builder
RUN apt-get update && apt-get install -y maven
WORKDIR /build
COPY . .
RUN mvn -B package && cp target/regatta.war /usr/local/tomcat/webapps/ROOT.war

FROM tomcat:10-jdk17 AS runtime
WORKDIR /build
COPY . .
COPY --from=builder /usr/local/tomcat/webapps/ROOT.war /usr/local/tomcat/webapps/ROOT.war
CMD ["catalina.sh", "run"]
