FROM ubuntu:22.04
ENV VERSION=2.51.0
RUN apt-get update && apt-get install -y wget
RUN wget https://downloads.example.org/v${VERSION}/gauge-${VERSION}.linux-amd64.tar.gz
RUN tar xf gauge-${VERSION}.linux-amd64.tar.gz -C /opt
RUN rm gauge-${VERSION}.linux-amd64.tar.gz
RUN ln -s /opt/gauge-${VERSION}.linux-amd64 /opt/gauge
COPY gauge.yml /etc/gauge/gauge.yml
EXPOSE 9090
ENTRYPOINT ["/opt/gauge/gauge", "--config.file=/etc/gauge/gauge.yml"]
