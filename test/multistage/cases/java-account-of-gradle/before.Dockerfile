FROM gradle:8-jdk21
USER gradle
WORKDIR /home/gradle/app
COPY --chown=gradle . .
RUN gradle installDist
CMD ["build/install/app/bin/app"]
