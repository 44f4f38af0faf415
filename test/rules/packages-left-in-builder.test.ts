import { describe, expect, it } from 'vitest';
import { checkFindings, checkNoFindings, messageOf } from '../support/check';

const rule = 'packages-left-in-builder';
const text = `FROM python:3.13-slim AS builder
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
FROM python:3.13-slim
WORKDIR /app
COPY --from=builder /app /app
CMD ["python", "app.py"]
`;

/** Checks that `text` with \`from\` replaced by \`to\` is clean. */
function checkClean(from: string, to: string): void {
  expect(text).toContain(from);
  checkNoFindings(rule, text.replaceAll(from, to));
}

describe(rule, () => {
  it('S3-3: marks what pip installs where only the application is copied', () => {
    checkFindings(
      rule,
      `FROM ubuntu AS build
RUN apt-get update && apt-get install -y python3 python3-pip
WORKDIR /app
COPY . .
RUN pip3 install --no-cache-dir -r requirements.txt
    ^^^^^^^^^^^^ ~ packages-left-in-builder
FROM python:3.9-slim
WORKDIR /app
COPY --from=build /app /app
CMD ["python", "calculator.py"]
`,
    );
  });

  it('names the paths that are copied', () => {
    expect(messageOf(rule, text)).toContain('copies only /app from it');
    expect(messageOf(rule, text.replaceAll('/app', '/usr/src/app'))).toContain('only /usr/src/app');
    expect(messageOf(rule, text.replace('"python", "app.py"', '"gunicorn", "app:app"'))).toBeDefined();
  });

  it('looks into distroless images, which start python by themselves', () => {
    const distroless = text.replace('FROM python:3.13-slim\n', 'FROM gcr.io/distroless/python3-debian12\n');
    expect(messageOf(rule, distroless.replace('"python", ', ''))).toBeDefined();
  });

  it('is silent where the packages are copied', () => {
    for (const path of [
      '/usr/local/lib/python3.13/site-packages',
      '/usr/local',
      '/',
      '/root/.local',
      '/opt/venv',
      '/wheels',
    ])
      checkClean('COPY --from=builder /app /app', `COPY --from=builder /app /app\nCOPY --from=builder ${path} ${path}`);
  });

  it('is silent where pip installs into the directory that is copied', () => {
    checkClean('pip install', 'pip install --target=/app/lib');
    checkClean('pip install', 'pip install --prefix /app/deps');
    checkClean('pip install', 'python -m venv .venv && .venv/bin/pip install');
    checkClean('pip install', '/app/.env/bin/pip install');
    checkClean('COPY . .', 'COPY . .\nENV PIP_TARGET=/app/lib');
    checkClean('COPY . .', 'COPY . .\nUSER 10001');
    checkClean('requirements.txt\n', 'requirements.txt && cp -r /usr/local/lib/python3.13/site-packages /app/lib\n');
  });

  it('is silent where the last stage has packages of its own, or may have', () => {
    const after = 'FROM python:3.13-slim\nWORKDIR /app\nCOPY --from=builder';
    for (const line of [
      'RUN pip install -r requirements.txt',
      'RUN apt-get update && apt-get install -y python3-flask',
      'RUN ./setup.sh',
      'ENV PYTHONPATH=/app/lib',
    ])
      checkClean(after, after.replace('COPY', `${line}\nCOPY`));
    checkClean('FROM python:3.13-slim\nWORKDIR /app\nCOPY --from', 'FROM builder\nCOPY --from');
    checkClean('FROM python:3.13-slim\nWORKDIR /app\nCOPY --from', 'FROM example/python-with-all\nCOPY --from');
  });

  it('is silent where nothing of the packages is needed', () => {
    checkClean('-r requirements.txt', 'build wheel pytest==8.4.2');
    checkClean('-r requirements.txt', '-r requirements-dev.txt');
    checkClean('"python", "app.py"', '"/app/dist/app"');
    checkClean('"python", "app.py"', '"nginx"');
    checkClean('pip install', 'pip wheel');
  });

  it('is silent about a base of another kind, whose packages have places of their own', () => {
    checkClean('FROM python:3.13-slim AS builder', 'FROM continuumio/miniconda3 AS builder');
  });
});
