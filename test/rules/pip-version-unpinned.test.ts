import { describe, expect, it } from 'vitest';
import { checkFindings, checkNoFindings, messageOf } from '../support/check';

const rule = 'pip-version-unpinned';
const run = (command: string): string => `FROM python:3.13-slim\n${command}\n`;

describe(rule, () => {
  it('S4-15: marks the tools of a development stage', () => {
    checkFindings(
      rule,
      `FROM python:3.11-slim AS base
FROM base AS development
RUN pip install --no-cache-dir pytest pytest-cov "black[d]"
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ pip-version-unpinned
FROM base AS production
RUN python -m pip install gunicorn==23.0.0
`,
    );
  });

  it('names what has no version, and counts where there is much', () => {
    expect(messageOf(rule, run('RUN pip install a==1 b c'))).toContain('version of b, c is');
    expect(messageOf(rule, run('RUN pip install a b c d e f'))).toContain('a, b, c, d, 2 more');
  });

  it('marks uv pip install, upgrades of pip, and exec form', () => {
    checkFindings(
      rule,
      run('RUN uv pip install --system flask\n                            ^^^^^ ~ pip-version-unpinned'),
    );
    checkFindings(rule, run('RUN pip install --upgrade pip\n                          ^^^ ~ pip-version-unpinned'));
    checkFindings(rule, run('RUN ["pip", "install", "flask"]\n                       ^^^^^^^ ~ pip-version-unpinned'));
  });

  it('marks pipx, and repositories without a commit', () => {
    expect(messageOf(rule, run('RUN pipx install poetry'))).toContain('pipx takes whatever version of poetry');
    expect(messageOf(rule, run('RUN pip install git+https://github.com/pallets/flask'))).toBeDefined();
    expect(messageOf(rule, run('RUN pip install git+ssh://git@github.com/pallets/flask.git#egg=flask'))).toBeDefined();
  });

  it.each([
    'RUN pip install -r requirements.txt',
    'RUN pip install flask==3.1.2 "celery>=5,<6" "django~=5.2" "x @ https://example.org/x.whl"',
    'RUN pip install .',
    'RUN pip install ./package /wheels/*.whl package-1.0.tar.gz app.whl',
    'RUN pip install -e .',
    'RUN pip install git+https://github.com/pallets/flask@3.1.2 "flask @ git+ssh://git@github.com/pallets/flask@main"',
    'RUN pipx install poetry==2.2.1',
    'RUN pip install -c constraints.txt flask',
    'RUN pip install --require-hashes flask',
    'RUN pip install --no-index --find-links=/wheels flask',
    'RUN pip install $PACKAGES "flask==$VERSION" "flask$SPEC"',
    'RUN PIP_CONSTRAINT=c.txt pip install flask',
    'ENV PIP_CONSTRAINT=/c.txt\nRUN pip install flask',
    'RUN pip download flask && pip uninstall -y flask && pip wheel flask',
    'RUN pip install --index-url https://example.org/simple flask==1',
  ])('is silent: %s', (command) => {
    checkNoFindings(rule, run(command));
  });
});
