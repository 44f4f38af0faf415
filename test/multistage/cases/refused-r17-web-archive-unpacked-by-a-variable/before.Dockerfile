FROM acme/tomcat-maven:9
COPY . /src
RUN cd /src \
    && mvn package \
    && unzip target/ledger.war -d $CATALINA_HOME/webapps/ledger
CMD ["catalina.sh", "run"]
