import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/core/index';
import { analyzeAll, checkFindings, checkNoFindings } from '../support/check';

const rule = 'dockerignore-unanchored-pattern';
const text = 'FROM python:3.9-slim\nCOPY . .\n';

describe(rule, () => {
  const context = {
    '.dockerignore': '# caches\n__pycache__/\n*.pyc\n*.log\n',
    'pkg/__pycache__/b.pyc': '',
    'pkg/b.pyc': '',
  };

  it('S2-8: marks the source', () => {
    checkFindings(rule, text.replace('COPY . .\n', 'COPY . .\n     ^ ~ dockerignore-unanchored-pattern\n'), {
      context,
    });
  });

  it('S2-8: writes **/ before the patterns that miss something', () => {
    const [fix] = analyzeAll(text, { context }, rule).findings[0]?.fixes ?? [];
    const [file] = fix?.otherFiles ?? [];
    const after = applyEdits(context['.dockerignore'], file?.edits ?? []);
    expect(after).toBe('# caches\n**/__pycache__/\n**/*.pyc\n*.log\n');
    checkNoFindings(rule, text, { context: { ...context, '.dockerignore': after } });
  });

  it('leaves patterns that miss nothing, rooted ones and exceptions', () => {
    checkNoFindings(rule, text, { context: { '.dockerignore': '*.pyc\n', 'a.pyc': '' } });
    checkNoFindings(rule, text, {
      context: { '.dockerignore': '/dist\ndocs/*.md\n!b\n**/*.pyc\n', 'a/dist/x': '', 'a/b': '' },
    });
    checkNoFindings(rule, text);
  });
});
