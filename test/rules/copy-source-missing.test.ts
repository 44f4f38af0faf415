import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/src/core/index';
import { memoryContext } from '../support/build-context';
import { checkFindings, checkFix, checkNoFindings, messageOf } from '../support/check';

const rule = 'copy-source-missing';

describe(rule, () => {
  it('marks a source that is missing', () => {
    checkFindings(
      rule,
      `FROM debian
COPY app.py lib ./missing.py /app/
                ^^^^^^^^^^^^ ~ copy-source-missing
`,
      { context: { 'app.py': '', 'lib/a.py': '' } },
    );
  });

  it('marks a source that .dockerignore keeps out', () => {
    const context = { '.dockerignore': '*.env\n', 'a.env': '' };
    expect(messageOf(rule, 'FROM debian\nCOPY a.env /\n', { context })).toBe(
      '"a.env" is kept out of the build by .dockerignore.',
    );
    checkNoFindings(rule, 'FROM debian\nCOPY dist /\n', {
      context: { '.dockerignore': 'dist\n!dist/a\n', 'dist/a': '' },
    });
  });

  it('offers the name that is spelt most alike', () => {
    checkFix(rule, 'FROM debian\nCOPY src/Main.py /\n', 'FROM debian\nCOPY src/main.py /\n', {
      context: { 'src/main.py': '' },
    });
  });

  it('says nothing of a missing file where the build context is guessed', () => {
    const context = memoryContext({ 'a.py': '' }, false);
    expect(analyze('FROM debian\nCOPY b.py /\n', { context, settings: { only: [rule] } }).findings).toEqual([]);
  });

  it('leaves patterns, variables, addresses, heredocs and other stages', () => {
    checkNoFindings(
      rule,
      `FROM debian AS a
ARG NAME
COPY *.toml \${NAME}.txt . /app/
ADD https://example.com/x /x
COPY <<EOF /y
text
EOF
FROM debian
COPY --from=a /nowhere /z
`,
      { context: { 'a.py': '' } },
    );
  });
});
