FROM clojure:temurin-17-lein-bookworm
WORKDIR /usr/src/app
USER root
COPY project.clj .
RUN lein deps
COPY . .
RUN mv "$(lein uberjar | sed -n 's/^Created \(.*standalone\.jar\)/\1/p')" app-standalone.jar
ENTRYPOINT ["java", "-jar", "app-standalone.jar"]
