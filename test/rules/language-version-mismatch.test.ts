import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

describe('language-version-mismatch', () => {
  it("S3-2: marks the distribution's Python in the builder and another one in the image that runs", () => {
    checkFindings(
      'language-version-mismatch',
      `FROM ubuntu:24.04 AS build
RUN apt-get update && apt-get install -y python3 python3-pip
WORKDIR /app
COPY . .
FROM python:3.9-slim
COPY --from=build /app /app
                  ^^^^ ~ language-version-mismatch
CMD ["python3", "calculator.py"]
`,
    );
    expect(
      messageOf(
        'language-version-mismatch',
        'FROM ubuntu:24.04 AS b\nRUN apt-get install -y python3\nFROM python:3.9-slim\nCOPY --from=b /app /app\n',
      ),
    ).toContain('3.12 in the builder, 3.9 here');
  });

  it('marks virtual environments, Node modules and class files of another version', () => {
    checkFindings(
      'language-version-mismatch',
      'FROM python:3.12 AS b\nRUN python -m venv /v && /v/bin/pip install x\nFROM python:3.11-slim\nCOPY --from=b /v /v\n              ^^ ~ language-version-mismatch\n',
    );
    checkFindings(
      'language-version-mismatch',
      'FROM node:22 AS b\nWORKDIR /app\nRUN npm ci\nFROM node:24-slim\nCOPY --from=b /app/node_modules ./node_modules\n              ^^^^^^^^^^^^^^^^^ ~ language-version-mismatch\n',
    );
    checkFindings(
      'language-version-mismatch',
      'FROM maven:3-eclipse-temurin-21 AS b\nRUN mvn package\nFROM eclipse-temurin:17-jre\nCOPY --from=b /app/target/app.jar /app.jar\n              ^^^^^^^^^^^^^^^^^^^ ~ language-version-mismatch\n',
    );
  });

  it('leaves assets, equal versions and newer runtimes of Java alone', () => {
    for (const text of [
      'FROM node:22 AS b\nWORKDIR /app\nRUN npm run build\nFROM node:24-slim\nCOPY --from=b /app/dist /app/dist\n',
      'FROM python:3.12.4 AS b\nRUN python -m venv /v && /v/bin/pip install x\nFROM python:3.12-slim\nCOPY --from=b /v /v\n',
      'FROM maven:3-eclipse-temurin-17 AS b\nRUN mvn package\nFROM eclipse-temurin:21-jre\nCOPY --from=b /app/target/app.jar /app.jar\n',
      'FROM node:22 AS assets\nWORKDIR /app\nRUN npm ci\nFROM python:3.13\nCOPY --from=assets /app/static /app/static\n',
    ])
      checkNoFindings('language-version-mismatch', text);
  });

  it("writes the builder's version into the tag", () => {
    const before =
      'FROM python:3.13 AS b\nRUN python -m venv /v && /v/bin/pip install x\nFROM python:3.12-slim-bookworm\nCOPY --from=b /v /v\n';
    checkFix('language-version-mismatch', before, before.replace('3.12-slim', '3.13-slim'));
    checkNoFix('language-version-mismatch', before.replace('3.12-slim', '3.12.4-slim'));
  });
});
