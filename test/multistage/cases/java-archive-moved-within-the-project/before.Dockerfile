FROM acme/mesos:1.9
RUN apt-get update && apt-get install -y --no-install-recommends default-jdk curl
RUN curl -fsSLO https://packages.example.com/sbt-1.9.7.deb && dpkg -i sbt-1.9.7.deb
COPY . /scheduler
WORKDIR /scheduler
RUN sbt assembly \
    && mv $(find target -name 'scheduler-assembly-*.jar' | sort | tail -1) ./ \
    && rm -rf target/* ~/.sbt ~/.ivy2 \
    && mv scheduler-assembly-*.jar target
ENTRYPOINT ["./bin/start"]
