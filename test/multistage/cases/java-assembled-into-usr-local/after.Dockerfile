FROM maven:3.9-eclipse-temurin-17 AS builder
WORKDIR /build
COPY pom.xml herald.yml ./
COPY src ./src
RUN mvn package \
  && cp -R target/appassembler/* /usr/local \
  && mv herald.yml /etc \
  && cd / \
  && rm -rf /build

FROM eclipse-temurin:17-jre-noble AS runtime
WORKDIR /build
COPY --from=builder /etc/herald.yml /etc/herald.yml
COPY --from=builder /usr/local /usr/local
EXPOSE 8080
CMD ["/usr/local/bin/herald", "server", "/etc/herald.yml"]
