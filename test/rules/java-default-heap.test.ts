import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'java-default-heap';

describe(RULE, () => {
  it('marks the program', () => {
    checkFindings(RULE, `FROM eclipse-temurin:21-jre\nCMD exec java -jar app.jar\n         ^^^^ ~ ${RULE}\n`);
    checkFindings(
      RULE,
      `FROM amazoncorretto:17\nENTRYPOINT ["java"]\n            ^^^^^^ ~ ${RULE}\nCMD ["-jar", "app.jar"]\n`,
    );
  });

  it('takes options, files of options and variables', () => {
    for (const start of [
      'CMD ["java", "-Xmx512m", "-jar", "app.jar"]',
      'CMD java -XX:+UseContainerSupport -jar app.jar',
      'CMD ["java", "@options", "-jar", "app.jar"]',
      'CMD java $OPTIONS -jar app.jar',
      'ENV JAVA_TOOL_OPTIONS=-Xmx1g\nCMD ["java", "-jar", "app.jar"]',
      'ENV JAVA_OPTS=-Xmx1g\nCMD ["java", "-jar", "app.jar"]',
      'CMD ["java", "-version"]',
      'CMD ["javac", "A.java"]',
      'RUN java -jar build.jar',
    ])
      checkNoFindings(RULE, `FROM eclipse-temurin:21\n${start}\n`);
  });

  it('adds the option where Java is new enough to know it', () => {
    checkFix(
      RULE,
      'FROM eclipse-temurin:21\nCMD ["java", "-jar", "app.jar"]\n',
      'FROM eclipse-temurin:21\nCMD ["java", "-XX:MaxRAMPercentage=75", "-jar", "app.jar"]\n',
    );
    checkFix(
      RULE,
      'FROM eclipse-temurin:21\nCMD java -jar app.jar\n',
      'FROM eclipse-temurin:21\nCMD java -XX:MaxRAMPercentage=75 -jar app.jar\n',
    );
    checkNoFix(RULE, 'FROM openjdk:8-jre\nCMD ["java", "-jar", "app.jar"]\n');
    checkNoFix(RULE, 'FROM debian\nCMD ["java", "-jar", "app.jar"]\n');
  });
});
