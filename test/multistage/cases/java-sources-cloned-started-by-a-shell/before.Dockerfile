FROM openjdk:11
RUN apt-get update && apt-get install -y maven git curl fontconfig
RUN git clone --depth 1 https://git.example.org/acme/sextant.git /opt/sextant
WORKDIR /opt/sextant
RUN mvn clean package && mv target/sextant-*.jar /opt/sextant.jar
EXPOSE 8080
HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1
CMD ["sh", "-c", "java ${JAVA_OPTS} -jar /opt/sextant.jar"]
