FROM maven:3.9-eclipse-temurin-17
WORKDIR /build
COPY pom.xml herald.yml ./
COPY src ./src
RUN mvn package \
  && cp -R target/appassembler/* /usr/local \
  && mv herald.yml /etc \
  && cd / \
  && rm -rf /build
EXPOSE 8080
CMD ["/usr/local/bin/herald", "server", "/etc/herald.yml"]
