FROM clojure:temurin-17-tools-deps AS builder
WORKDIR /app
COPY deps.edn build.clj ./
RUN clojure -P
COPY src ./src
RUN clojure -T:build uber

FROM clojure:temurin-17-tools-deps AS runtime
WORKDIR /app
COPY deps.edn build.clj ./
COPY --from=builder /app/target/ledger-standalone.jar /app/target/ledger-standalone.jar
CMD ["java", "-jar", "target/ledger-standalone.jar"]
