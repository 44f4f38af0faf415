FROM eclipse-temurin:17-jdk-jammy AS builder
RUN useradd --create-home --uid 10001 crew
WORKDIR /home/crew/app
RUN chown crew /home/crew/app
USER crew
COPY --chown=crew . .
RUN ./mvnw -B package

FROM eclipse-temurin:17-jre-jammy AS runtime
RUN useradd --create-home --uid 10001 crew
WORKDIR /home/crew/app
RUN chown crew /home/crew/app
USER crew
COPY --chown=crew . .
COPY --from=builder --chown=crew /home/crew/app/target/watch-fat.jar /home/crew/app/target/watch-fat.jar
CMD ["java", "-jar", "target/watch-fat.jar"]
