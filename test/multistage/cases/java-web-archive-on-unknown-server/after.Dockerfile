FROM acme/tomcat-maven:9 AS builder
RUN rm -rf /opt/tomcat/webapps/examples
COPY . /usr/src
WORKDIR /usr/src
RUN mvn package
RUN cp target/ledger.war /opt/tomcat/webapps/ROOT.war

FROM acme/tomcat-maven:9 AS runtime
RUN rm -rf /opt/tomcat/webapps/examples
COPY . /usr/src
WORKDIR /usr/src
COPY --from=builder /opt/tomcat/webapps/ROOT.war /opt/tomcat/webapps/ROOT.war
EXPOSE 8080
CMD ["/opt/tomcat/bin/catalina.sh", "run"]
