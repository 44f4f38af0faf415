import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('editable-install-in-builder', () => {
  it('S2-3: marks the option where the packages are copied without the sources', () => {
    checkFindings(
      'editable-install-in-builder',
      `FROM python:3.9-slim AS builder
WORKDIR /src
COPY . .
RUN pip install --no-cache-dir -e .
                               ^^ ~ editable-install-in-builder
FROM python:3.9-slim
COPY --from=builder /usr/local/lib/python3.9/site-packages /usr/local/lib/python3.9/site-packages
`,
    );
  });

  it('says nothing where the sources come along, or nothing is copied, or the stage ships', () => {
    checkNoFindings(
      'editable-install-in-builder',
      `FROM python:3.9-slim AS builder
WORKDIR /src
RUN pip install -e .
FROM python:3.9-slim
COPY --from=builder /opt/venv /opt/venv
COPY --from=builder /src /src
`,
    );
    checkNoFindings(
      'editable-install-in-builder',
      'FROM python:3.9-slim AS test\nRUN pip install -e .\nFROM python:3.9-slim\nRUN pip install -e .\n',
    );
    checkNoFindings(
      'editable-install-in-builder',
      'FROM python:3.9 AS b\nRUN pip install -e git+https://example.com/a\nFROM python:3.9\nCOPY --from=b /opt/venv /opt/venv\n',
    );
  });

  it('installs the package itself', () => {
    checkFix(
      'editable-install-in-builder',
      'FROM python:3.9 AS b\nWORKDIR /src\nRUN pip install -e .[all]\nFROM python:3.9\nCOPY --from=b /opt/venv /opt/venv\n',
      'FROM python:3.9 AS b\nWORKDIR /src\nRUN pip install .[all]\nFROM python:3.9\nCOPY --from=b /opt/venv /opt/venv\n',
    );
  });
});
