FROM clojure:temurin-17-tools-deps
WORKDIR /app
COPY deps.edn build.clj ./
RUN clojure -P
COPY src ./src
RUN clojure -T:build uber
CMD ["java", "-jar", "target/ledger-standalone.jar"]
