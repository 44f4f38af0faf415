import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

describe('pip-cache-conflict', () => {
  it('S0-20: marks the option that defeats the mount', () => {
    checkFindings(
      'pip-cache-conflict',
      `FROM python:3.12
RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir flask
                                                           ^^^^^^^^^^^^^^ ~ pip-cache-conflict
`,
    );
  });

  it('S4-9: marks pip where a variable defeats the mount, without a fix', () => {
    const text =
      'FROM python:3.12\nENV PIP_NO_CACHE_DIR=1\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n';
    checkNoFix('pip-cache-conflict', text);
    expect(messageOf('pip-cache-conflict', text)).toBe(
      'PIP_NO_CACHE_DIR is set, so pip does not use the cache that is mounted for it.',
    );
  });

  it('says nothing of a mount alone, or of one for something else', () => {
    checkNoFindings(
      'pip-cache-conflict',
      `FROM python:3.12
RUN --mount=type=cache,target=/root/.cache/pip pip install flask
RUN --mount=type=cache,target=/var/cache/apt pip install --no-cache-dir flask
RUN --mount=type=bind,source=.,target=/src pip install --no-cache-dir flask
`,
    );
  });

  it('removes the option', () => {
    checkFix(
      'pip-cache-conflict',
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install \\\n    --no-cache-dir \\\n    flask\n',
      'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install \\\n    flask\n',
    );
  });
});
