FROM hseeberger/scala-sbt:11.0.12_1.5.5_2.13.6
WORKDIR /app
COPY . /app
RUN sbt assembly
ENTRYPOINT ["java", "-jar", "target/scala-2.13/ledger-assembly-0.1.jar"]
