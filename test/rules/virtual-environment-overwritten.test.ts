import { describe, expect, it } from 'vitest';
import { checkFindings, checkNoFindings, messageOf } from '../support/check';

const rule = 'virtual-environment-overwritten';

describe(rule, () => {
  const text = `FROM python:3.9-alpine AS builder
WORKDIR /app
RUN python -m venv /app/venv
FROM python:3.9-alpine
WORKDIR /app
COPY --from=builder /app/venv /app/venv
COPY . .
     ^ ~ virtual-environment-overwritten
`;

  it('S0-5: marks a copy over the virtual environment', () => {
    checkFindings(rule, text);
    checkFindings(rule, text, { context: { 'venv/pyvenv.cfg': '' } });
  });

  it('S0-5: takes an entry of .dockerignore, a context without one, and another directory', () => {
    const plain = text.replace(/^ .*\n/m, '');
    checkNoFindings(rule, plain, { context: { '.dockerignore': 'venv\n', 'venv/pyvenv.cfg': '' } });
    checkNoFindings(rule, plain, { context: { 'app.py': '' } });
    checkNoFindings(rule, plain.replaceAll('/app/venv', '/opt/venv'));
    checkNoFindings(rule, plain.replace('COPY . .', 'COPY app.py .'));
    checkNoFindings(rule, 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN python -m venv venv\n');
  });

  it('knows where uv makes an environment that has no name', () => {
    expect(
      messageOf('virtual-environment-overwritten', 'FROM debian\nWORKDIR /app\nRUN uv venv --python=3.12\nCOPY . .\n'),
    ).toBe('A local ".venv" would overwrite the virtual environment /app/.venv.');
  });
});
