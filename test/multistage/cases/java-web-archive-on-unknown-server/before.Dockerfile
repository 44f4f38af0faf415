FROM acme/tomcat-maven:9
RUN rm -rf /opt/tomcat/webapps/examples
COPY . /usr/src
WORKDIR /usr/src
RUN mvn package
RUN cp target/ledger.war /opt/tomcat/webapps/ROOT.war
EXPOSE 8080
CMD ["/opt/tomcat/bin/catalina.sh", "run"]
