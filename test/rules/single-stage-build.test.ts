import { describe, expect, it } from 'vitest';
import { analyzeAll, checkFindings, checkFix, checkNoFindings, messageOf } from '../support/check';

const COMPILERS = `FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y gcc libc6-dev
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY app.py .
CMD ["python", "app.py"]
`;

describe('single-stage-build', () => {
  it('marks the first package that is for the build alone', () => {
    checkFindings(
      'single-stage-build',
      `FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y gcc libc6-dev
                                         ^^^ ~ single-stage-build
RUN pip install flask
CMD ["flask", "run"]
`,
    );
    expect(messageOf('single-stage-build', COMPILERS)).toBe(
      'The image ships gcc and libc6-dev, which only the build needs; a second stage would leave them behind.',
    );
  });

  it('marks the base where a smaller one would do', () => {
    checkFindings(
      'single-stage-build',
      `FROM golang:1.22-bookworm
     ^^^^^^^^^^^^^^^^^^^^ ~ single-stage-build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app .
CMD ["/app"]
`,
    );
  });

  it('is silent where nothing is left behind, and in files with stages', () => {
    checkNoFindings('single-stage-build', 'FROM python:3.12-slim\nRUN pip install flask\nCMD ["flask", "run"]\n');
    checkNoFindings(
      'single-stage-build',
      'FROM golang:1.22 AS b\nRUN go build -o /a\nFROM scratch\nCOPY --from=b /a /a\n',
    );
  });

  it('S0-4, S0-20: says nothing of a split that gains nothing', () => {
    checkNoFindings(
      'single-stage-build',
      'FROM python:3.9-alpine\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD ["python", "app.py"]\n',
    );
  });

  it('S3-4, S3-14: offers no stage where nothing is built', () => {
    checkNoFindings(
      'single-stage-build',
      'FROM ubuntu\nRUN apt-get update && apt-get install -y python3 python3-pip\nCOPY . /app\nCMD ["python3", "/app/calculator.py"]\n',
    );
  });

  it('computes the conversion only when somebody looks at the fixes', () => {
    const [finding] = analyzeAll(COMPILERS, {}, 'single-stage-build').findings;
    expect(Object.getOwnPropertyDescriptor(finding, 'fixes')?.get).toBeTypeOf('function');
    expect(finding?.fixes?.map(({ title }) => title)).toEqual(['Convert to a multi-stage build']);
  });

  it('converts the file', () => {
    const fix = checkFix(
      'single-stage-build',
      COMPILERS,
      `FROM python:3.12-slim-bookworm AS builder
RUN apt-get update && apt-get install -y gcc libc6-dev
# pip installs into this environment, which is copied as a whole
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements.txt .
RUN pip install -r requirements.txt

FROM python:3.12-slim-bookworm AS runtime
RUN apt-get update \\
    && apt-get install -y --no-install-recommends libgomp1 \\
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY app.py .
CMD ["python", "app.py"]
`,
    );
    expect(fix.applicability).toBe('review');
  });

  it('does not count what the step that installs it removes again', () => {
    checkNoFindings(
      'single-stage-build',
      'FROM python:3.12-alpine\nWORKDIR /app\nCOPY requirements.txt .\nRUN apk add --no-cache --virtual .build-deps build-base && pip install --no-cache-dir -r requirements.txt && apk del .build-deps\nCOPY . .\nCMD ["python", "app.py"]\n',
    );
  });

  it('takes apt-mark with an automatic removal for a removal', () => {
    checkNoFindings(
      'single-stage-build',
      `FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN savedAptMark="$(apt-mark showmanual)" && apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && pip install --no-cache-dir -r requirements.txt && apt-mark auto '.*' && apt-mark manual $savedAptMark && apt-get purge -y --auto-remove && rm -rf /var/lib/apt/lists/*
COPY . .
CMD ["python", "app.py"]
`,
    );
  });
});
