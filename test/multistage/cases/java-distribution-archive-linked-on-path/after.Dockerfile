FROM gradle:8.5-jdk17 AS builder
COPY . /tmp/src
WORKDIR /tmp/src
RUN gradle --no-daemon build \
    && tar xf build/distributions/herald.tar -C /opt
USER root
RUN ln -s /opt/herald/bin/herald /usr/local/bin/
RUN rm -rf /tmp/src

FROM eclipse-temurin:17-jre AS runtime
RUN groupadd --system gradle && useradd --system --gid gradle --create-home gradle
WORKDIR /tmp/src
USER root
RUN ln -s /opt/herald/bin/herald /usr/local/bin/
COPY --from=builder /opt/herald /opt/herald
USER gradle
WORKDIR /home/gradle
ENTRYPOINT ["/usr/local/bin/herald"]
