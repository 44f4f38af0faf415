import { describe, expect, it } from 'vitest';
import { applyEdits, type Fix } from '../../server/src/core/index';
import { analyzeAll, checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

describe('build-tools-in-final-stage', () => {
  it('S4-1: marks the stage that the final one stands on', () => {
    checkFindings(
      'build-tools-in-final-stage',
      `FROM python:3.11-slim AS base
FROM base AS dependencies
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev
RUN pip install -r requirements.txt
FROM dependencies AS development
FROM dependencies AS production
     ^^^^^^^^^^^^ ~ build-tools-in-final-stage
COPY . .
CMD ["gunicorn", "run:app"]
`,
    );
    expect(
      messageOf(
        'build-tools-in-final-stage',
        'FROM debian:12 AS deps\nRUN apt-get install -y gcc libpq-dev\nFROM deps\nCMD ["/app"]\n',
      ),
    ).toBe('The final stage inherits build tools from the stage deps: gcc, libpq-dev.');
  });

  it('S4-3: names the library, and replaces the headers where nothing compiles', () => {
    const before =
      'FROM python:3.13-slim-bookworm AS b\nRUN python -m venv /v\nFROM python:3.13-slim-bookworm\nRUN apt-get update && apt-get install -y libpq-dev\nCOPY --from=b /v /v\nCMD ["/v/bin/gunicorn"]\n';
    expect(messageOf('build-tools-in-final-stage', before)).toContain('libpq5 is enough');
    checkFix('build-tools-in-final-stage', before, before.replace('libpq-dev', 'libpq5'));
    checkNoFix('build-tools-in-final-stage', before.replace('COPY', 'RUN pip install psycopg2\nCOPY'));
    checkNoFix('build-tools-in-final-stage', before.replace('libpq-dev', 'libpq-dev gcc'));
  });

  it('marks an image for building as the base of the final stage', () => {
    checkFindings(
      'build-tools-in-final-stage',
      'FROM node:24 AS assets\nRUN npm run build\nFROM golang:1.26\n     ^^^^^^^^^^^ ~ build-tools-in-final-stage\nCOPY --from=assets /dist /dist\nRUN go build -o /app\nCMD ["/app"]\n',
    );
  });

  it('leaves alone single stages, development stages, tools removed again, and tools that run', () => {
    for (const text of [
      'FROM debian:12\nRUN apt-get install -y gcc\nCMD ["/app"]\n',
      'FROM debian:12 AS base\nRUN apt-get install -y gcc\nFROM base AS development\nCMD ["/app"]\n',
      'FROM golang:1.26 AS b\nRUN go build -o /app\nFROM debian:12\nCOPY --from=b /app /app\nCMD ["/app"]\n',
      'FROM debian:12 AS b\nFROM alpine:3.22\nRUN apk add --virtual .d gcc musl-dev && pip install x && apk del .d\nCMD ["/app"]\n',
      'FROM debian:12 AS b\nFROM golang:1.26\nCOPY --from=b /x /x\nCMD ["go", "test", "./..."]\n',
      'FROM debian:12 AS b\nFROM debian:12\nRUN apt-get install -y make curl git\nCMD ["make", "serve"]\n',
    ])
      checkNoFindings('build-tools-in-final-stage', text);
  });

  it('leaves images alone that are toolchains themselves', () => {
    checkNoFindings(
      'build-tools-in-final-stage',
      'FROM debian AS build\nRUN make\nFROM debian\nRUN apt-get update && apt-get install -y gcc\nCOPY --from=build /target/ /\nWORKDIR /go\n',
    );
  });

  describe('a smaller base for the final stage', () => {
    const rule = 'build-tools-in-final-stage';
    const finalBase = (text: string, twin: string, options: Parameters<typeof checkFix>[3] = {}): string => {
      const fix = checkFixOf(text, `Run on ${twin}`, options);
      return applyEdits(text, fix.edits);
    };
    const checkFixOf = (text: string, title: string, { context }: Parameters<typeof checkFix>[3] = {}): Fix => {
      const found = analyzeAll(text, context === undefined ? {} : { context }, rule).findings;
      const fix = found.flatMap(({ fixes = [] }) => fixes).find((one) => one.title === title);
      if (fix === undefined) throw new Error(`There is no fix "${title}" for\n${text}`);
      return fix;
    };

    it('golang: certificates and the working directory come along', () => {
      const before =
        'FROM golang:1.26-bookworm AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/app .\nFROM golang:1.26-bookworm\nCOPY --from=build /out/app /app\nCMD ["/app"]\n';
      expect(finalBase(before, 'debian:bookworm-slim')).toBe(
        'FROM golang:1.26-bookworm AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/app .\nFROM debian:bookworm-slim\nWORKDIR /go\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt\nCOPY --from=build /out/app /app\nCMD ["/app"]\n',
      );
    });

    it('rust: the linker tells which libraries come along', () => {
      const after = finalBase(
        'FROM rust:1.90-bookworm AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nFROM rust:1.90-bookworm\nWORKDIR /\nCOPY --from=build /src/target/release/app /usr/local/bin/app\nCMD ["app"]\n',
        'debian:bookworm-slim',
      );
      expect(after).toMatch(
        /RUN cargo build --release\n# Which packages bring .*\nRUN find \/src\/target\/release\/app -type f/,
      );
      expect(after).toMatch(
        /FROM debian:bookworm-slim\nCOPY --from=build \/etc\/ssl\/.*\nRUN --mount=type=bind,from=build/,
      );
    });

    it('Java: a JRE of the same distribution, or of another for archives alone', () => {
      const jar = (base: string, more = ''): string =>
        `FROM maven:3.9-eclipse-temurin-17 AS build\nWORKDIR /src\nCOPY . .\nRUN mvn package\nFROM ${base}\n${more}COPY --from=build /src/target/app.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n`;
      for (const [base, twin] of [
        ['maven:3.9-eclipse-temurin-17', 'eclipse-temurin:17-jre-noble'],
        ['eclipse-temurin:17-jdk', 'eclipse-temurin:17-jre'],
        ['openjdk:17', 'eclipse-temurin:17-jre'],
      ] as const)
        expect(finalBase(jar(base), twin)).toBe(jar(twin));
      checkNoFix(rule, jar('openjdk:17', 'RUN microdnf install -y fontconfig\n'));
      checkNoFindings(rule, jar('eclipse-temurin:17-jdk').replace('"java", "-jar"', '"jshell", "-x"'));
    });

    it('.NET: the server keeps its port', () => {
      const before =
        'FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nWORKDIR /src\nCOPY . .\nRUN dotnet publish -c Release -o /out\nFROM mcr.microsoft.com/dotnet/sdk:10.0\nWORKDIR /app\nCOPY --from=build /out .\nENTRYPOINT ["dotnet", "App.dll"]\n';
      expect(finalBase(before, 'mcr.microsoft.com/dotnet/aspnet:10.0')).toContain(
        'FROM mcr.microsoft.com/dotnet/aspnet:10.0\n',
      );
    });

    it('Python and Node: only where manifests tell that no library is missed', () => {
      const python =
        'FROM python:3.13-bookworm AS build\nRUN python -m venv /venv\nCOPY requirements.txt .\nRUN /venv/bin/pip install -r requirements.txt\nFROM python:3.13-bookworm\nCOPY --from=build /venv /venv\nCOPY app.py /\nCMD ["/venv/bin/python", "/app.py"]\n';
      const files = (text: string) => ({ context: { 'requirements.txt': text, 'app.py': '' } });
      expect(finalBase(python, 'python:3.13-slim-bookworm', files('flask==3.1.0\n'))).toContain(
        'FROM python:3.13-slim-bookworm\nCOPY --from=build /venv /venv\n',
      );
      checkNoFix(rule, python, files('flask==3.1.0\npsycopg2==2.9.10\n'));
      checkNoFix(rule, python);

      const node =
        'FROM node:24 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM node:24\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\nCMD ["node", "dist/main.js"]\n';
      const manifest = (name: string) => ({ context: { 'package.json': `{"dependencies":{"${name}":"1"}}` } });
      expect(finalBase(node, 'node:24-slim', manifest('express'))).toContain('FROM node:24-slim\nWORKDIR /app\n');
      checkNoFix(rule, node, manifest('pg-native'));
      checkNoFix(rule, node);
    });

    it('never where commands of the final stage may compile, or a script is not known', () => {
      const rest = 'COPY --from=build /app/dist ./dist\nCMD ["node", "dist/main.js"]\n';
      const build =
        'FROM node:24 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM node:24\nWORKDIR /app\n';
      const context = { 'package.json': '{"dependencies":{"express":"1"}}' };
      checkNoFix(rule, `${build}COPY package.json .\nRUN npm install --omit=dev\n${rest}`, { context });
      checkNoFix(rule, `${build}${rest.replace('"node", "dist/main.js"', '"./start.sh"')}`, { context });
    });
  });

  describe('a final stage that stands on its builder', () => {
    const rule = 'build-tools-in-final-stage';
    const title = 'Copy what is built into a stage of its own';

    it('is converted like one stage, and names stay', () => {
      checkFix(
        rule,
        'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n\nFROM build AS shop\nEXPOSE 80\nCMD ["/app"]\n',
        'FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\n\nFROM debian:trixie-slim AS shop\nWORKDIR /src\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt\nCOPY --from=build /app /app\nCOPY --from=build /src /src\n\nEXPOSE 80\nCMD ["/app"]\n',
        { title },
      );
    });

    it('S4: stands below the packages and copies their environment, where a development stage stands on them too', () => {
      const before =
        'FROM python:3.11-slim-bookworm AS base\nENV PYTHONUNBUFFERED=1\nWORKDIR /app\n\nFROM base AS dependencies\nRUN apt-get update && apt-get install -y gcc libpq-dev curl\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n\nFROM dependencies AS development\nCOPY . .\nCMD ["flask", "run", "--reload"]\n\nFROM dependencies AS production\nCOPY . .\nCMD ["gunicorn", "app:app"]\n';
      checkFix(
        rule,
        before,
        before
          .replace(
            'RUN pip',
            '# pip installs into this environment, which is copied as a whole\nRUN python -m venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"\nRUN pip',
          )
          .replace(
            'FROM dependencies AS production\n',
            'FROM base AS production\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends curl libpq5 \\\n    && rm -rf /var/lib/apt/lists/*\nCOPY --from=dependencies /opt/venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"\n',
          ),
        { title },
      );
      const leavesMore = before.replace('COPY requirements.txt .\n', 'COPY requirements.txt .\nRUN make install\n');
      const intoTarget = before.replace('pip install', 'pip install --target /packages');
      for (const text of [leavesMore, intoTarget]) checkNoFix(rule, text);
    });

    it('is left to its author where a copy reads a stage of the chain, or triggers run', () => {
      for (const text of [
        'FROM golang:1.26 AS build\nRUN go build -o /app .\nFROM build\nCOPY --from=build /app /usr/bin/app\nCMD ["/app"]\n',
        'FROM golang:1.26 AS build\nONBUILD RUN go build -o /app .\nFROM build\nCMD ["/app"]\n',
      ])
        checkNoFix(rule, text);
    });
  });
});
