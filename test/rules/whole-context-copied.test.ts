import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'whole-context-copied';

describe(rule, () => {
  it('marks sources that are everything', () => {
    checkFindings(
      rule,
      `FROM debian
COPY . /a
     ^ ~ whole-context-copied
COPY ./test/.. /b
     ^^^^^^^^^ ~ whole-context-copied
ADD a / /c/
      ^ ~ whole-context-copied
COPY c:/ /d
     ^^^ ~ whole-context-copied
ONBUILD COPY . /e
             ^ ~ whole-context-copied
`,
    );
  });

  it('marks them where the build context has no .dockerignore', () => {
    checkFindings(rule, 'FROM debian\nCOPY . /a\n     ^ ~ whole-context-copied\n', { context: { 'a.py': '' } });
    checkNoFindings(rule, 'FROM debian\nCOPY . /a\n', { context: { 'a.py': '', '.dockerignore': '.git\n' } });
  });

  it('leaves named sources, other stages, what does not ship, and variables', () => {
    checkNoFindings(rule, 'FROM debian\nCOPY src app.py /a/\nCOPY <<E /b\n.\nE\nCOPY test/* *.py /c/\n');
    checkNoFindings(rule, 'FROM debian AS build\nCOPY . .\nFROM debian\nCOPY --from=build . /a\n');
    checkNoFindings(rule, 'FROM debian\nARG DIR\nCOPY $DIR /a\nCOPY ${UNSET} /b\nCOPY .\n');
  });
});
