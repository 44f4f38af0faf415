FROM eclipse-temurin:17-jdk-jammy
RUN useradd --create-home --uid 10001 crew
WORKDIR /home/crew/app
RUN chown crew /home/crew/app
USER crew
COPY --chown=crew . .
RUN ./mvnw -B package
CMD ["java", "-jar", "target/watch-fat.jar"]
