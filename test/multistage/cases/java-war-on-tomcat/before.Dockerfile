FROM tomcat:10-jdk17
RUN apt-get update && apt-get install -y maven
WORKDIR /build
COPY . .
RUN mvn -B package && cp target/regatta.war /usr/local/tomcat/webapps/ROOT.war
CMD ["catalina.sh", "run"]
