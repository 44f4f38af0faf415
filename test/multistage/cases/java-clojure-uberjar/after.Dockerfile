FROM clojure:temurin-17-lein-bookworm AS builder
WORKDIR /usr/src/app
USER root
COPY project.clj .
RUN lein deps
COPY . .
RUN mv "$(lein uberjar | sed -n 's/^Created \(.*standalone\.jar\)/\1/p')" app-standalone.jar

FROM eclipse-temurin:17-jre AS runtime
WORKDIR /usr/src/app
USER root
COPY . .
COPY --from=builder /usr/src/app/app-standalone.jar /usr/src/app/app-standalone.jar
ENTRYPOINT ["java", "-jar", "app-standalone.jar"]
