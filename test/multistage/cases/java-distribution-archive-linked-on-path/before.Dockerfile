FROM gradle:8.5-jdk17
COPY . /tmp/src
WORKDIR /tmp/src
RUN gradle --no-daemon build \
    && tar xf build/distributions/herald.tar -C /opt
USER root
RUN ln -s /opt/herald/bin/herald /usr/local/bin/
RUN rm -rf /tmp/src
USER gradle
WORKDIR /home/gradle
ENTRYPOINT ["/usr/local/bin/herald"]
