FROM openjdk:17-jdk-slim
WORKDIR /usr/src/knots
COPY . .
RUN javac -d classes $(find src -name '*.java')
EXPOSE 8000
CMD ["java", "-cp", "classes:lib/*", "Knots"]
