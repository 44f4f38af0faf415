import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('python-packages-without-executables', () => {
  it('S1-1, S2-2: marks site-packages copied without /usr/local/bin', () => {
    checkFindings(
      'python-packages-without-executables',
      `FROM python:3.9-alpine3.15 AS builder
RUN pip install --no-cache-dir -r requirements.txt
FROM python:3.9-alpine3.15
COPY --from=builder /usr/local/lib/python3.9/site-packages /usr/local/lib/python3.9/site-packages
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ python-packages-without-executables
COPY app.py .
`,
    );
  });

  const lines =
    'FROM python:3.13 AS b\nRUN pip install flask\nFROM python:3.13-slim\nCOPY --from=b /usr/local/lib/python3.13/site-packages /usr/local/lib/python3.13/site-packages\n';

  it('leaves copies with the commands, and python as the program, alone', () => {
    checkNoFindings(
      'python-packages-without-executables',
      `${lines}COPY --from=b /usr/local/bin/flask /usr/local/bin/\nCMD ["flask", "run"]\n`,
    );
    checkNoFindings('python-packages-without-executables', `${lines}CMD ["python", "-m", "flask", "run"]\n`);
    checkNoFindings('python-packages-without-executables', `${lines}RUN pip install gunicorn\nCMD ["gunicorn"]\n`);
    checkNoFindings(
      'python-packages-without-executables',
      'FROM python:3.13 AS b\nRUN python -m venv /v\nFROM python:3.13-slim\nCOPY --from=b /v /v\nCMD ["/v/bin/flask"]\n',
    );
  });

  it('copies the commands too', () => {
    checkFix(
      'python-packages-without-executables',
      `${lines}CMD ["flask", "run"]\n`,
      `${lines}COPY --from=b /usr/local/bin /usr/local/bin\nCMD ["flask", "run"]\n`,
    );
  });

  it('does not guess what a script starts', () => {
    checkNoFindings(
      'python-packages-without-executables',
      `${lines}COPY . /app\nENTRYPOINT ["/bin/sh", "/app/start.sh"]\n`,
    );
  });
});
