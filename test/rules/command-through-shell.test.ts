import { describe, expect, it } from 'vitest';
import { analyzeAll, checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const rule = 'command-through-shell';

describe(rule, () => {
  it('marks commands whose shell is not in the way', () => {
    checkFindings(
      rule,
      `FROM debian AS test
CMD npm test
    ^^^^^^^^ ~ command-through-shell
FROM rockylinux:9 AS red
CMD java -jar app.jar
    ^^^^^^^^^^^^^^^^^ ~ command-through-shell
FROM debian
CMD exec node server.js
    ^^^^^^^^^^^^^^^^^^^ ~ command-through-shell
`,
    );
  });

  it('leaves what shell-form-command speaks of, and the exec form', () => {
    checkNoFindings(rule, 'FROM debian\nCMD node server.js\n');
    checkNoFindings(rule, 'FROM debian\nCMD ["node", "server.js"]\n');
  });

  it('writes the exec form without exec', () => {
    checkFix(rule, 'FROM debian\nCMD exec node server.js\n', 'FROM debian\nCMD ["node", "server.js"]\n');
    checkNoFix(rule, 'FROM debian\nCMD exec gunicorn --bind :$PORT app:app\n');
  });

  it('goes by no name of BuildKit where SHELL is chosen: its check is silent there', () => {
    const aliasesOf = (text: string): readonly string[] =>
      analyzeAll(text, {}, rule).findings.flatMap(({ aliases }) => aliases);
    expect(aliasesOf('FROM debian\nSHELL ["/bin/bash", "-c"]\nCMD a\n')).not.toContain('buildkit/JSONArgsRecommended');
    expect(aliasesOf('FROM debian\nCMD exec a\n')).toContain('buildkit/JSONArgsRecommended');
  });
});
