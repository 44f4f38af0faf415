FROM gradle:8.7-jdk21
COPY --chown=gradle:gradle . /home/gradle/src
WORKDIR /home/gradle/src
RUN gradle shadowJar && cp build/libs/kelp-*-all.jar kelp.jar
CMD ["java", "-jar", "kelp.jar"]
