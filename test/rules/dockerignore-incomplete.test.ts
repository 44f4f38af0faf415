import { describe, expect, it } from 'vitest';
import { applyEdits, type Fix } from '../../server/src/core/index';
import { analyzeAll, checkFindings, checkNoFindings, messageOf } from '../support/check';

const rule = 'dockerignore-incomplete';
const text = 'FROM node:22\nWORKDIR /app\nCOPY . .\n';

function fixesOf(context: Readonly<Record<string, string>>, dockerfile = text): readonly Fix[] {
  return analyzeAll(dockerfile, { context }, rule).findings.flatMap(({ fixes = [] }) => fixes);
}

function written(context: Readonly<Record<string, string>>): string {
  const [file] = fixesOf(context)[0]?.otherFiles ?? [];
  return applyEdits(context[file?.path ?? ''] ?? '', file?.edits ?? []);
}

describe(rule, () => {
  it('S2-9: marks the source', () => {
    checkFindings(
      rule,
      `FROM node:22
COPY . .
     ^ ~ dockerignore-incomplete
`,
      { context: { '.git/HEAD': '', 'a.js': '' } },
    );
  });

  it('S2-9: names what the build context has, and nothing else', () => {
    const context = { '.git/HEAD': '', '.env': '', '.env.example': '', 'web/node_modules/x/y.js': '', 'a.js': '' };
    expect(messageOf(rule, text, { context })).toBe(
      '.env, .git and web/node_modules/ go into the build, as there is no .dockerignore.',
    );
    expect(written(context)).toBe('**/.env\n.git\n**/node_modules\n');
  });

  it('adds to a file without a last line ending, in its own line endings', () => {
    expect(written({ '.dockerignore': 'a\r\nb', '.git/HEAD': '' })).toBe('a\r\nb\r\n.git\r\n');
  });

  it('S2-9: leads to no finding', () => {
    const context = { '.dockerignore': '*.log\n', '.git/HEAD': '', 'venv/pyvenv.cfg': '', 'pkg/__pycache__/a.pyc': '' };
    checkNoFindings(rule, text, { context: { ...context, '.dockerignore': written(context) } });
  });

  it('leaves what a COPY or a mount names', () => {
    checkNoFindings(rule, `${text}COPY .env .env\n`, { context: { '.env': '', '.dockerignore': '' } });
    checkNoFindings(rule, `${text}RUN --mount=type=bind,source=.git,target=.git true\n`, {
      context: { '.git/HEAD': '' },
    });
  });

  it('leaves .git where the build asks it for the version', () => {
    checkNoFindings(rule, text, {
      context: { '.git/HEAD': '', 'pyproject.toml': '[build-system]\nrequires = ["setuptools_scm"]\n' },
    });
    checkNoFindings(rule, `${text}RUN git describe > version\n`, { context: { '.git/HEAD': '' } });
  });

  it('stays silent without a build context, without such a copy, and where all is named', () => {
    checkNoFindings(rule, text);
    checkNoFindings(rule, 'FROM node:22\nCOPY src /app/src\n', { context: { '.git/HEAD': '' } });
    checkNoFindings(rule, text, { context: { '.git/HEAD': '', '.dockerignore': '.git\n' } });
    checkNoFindings(rule, text, { context: { '.git/HEAD': '', '.dockerignore': '*\n!src\n', 'src/a.js': '' } });
  });
});
