import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'debug-setting-shipped';

describe(rule, () => {
  it('marks what sets the image to debug or to development', () => {
    checkFindings(
      rule,
      `FROM debian
ENV DEBUG=true APP_ENV=dev
    ^^^^^^^^^^ ~ debug-setting-shipped
               ^^^^^^^^^^^ ~ debug-setting-shipped
ENV XDEBUG_MODE develop
    ^^^^^^^^^^^^^^^^^^^ ~ debug-setting-shipped
`,
    );
  });

  it('leaves production, what is off, other names, and stages for development', () => {
    checkNoFindings(rule, 'FROM debian\nENV APP_ENV=production DEBUG=0 XDEBUG_MODE=off DEBUGGER=true\n');
    checkNoFindings(rule, 'FROM debian AS dev\nENV DEBUG=1\nFROM debian\nENV VIRTUAL_ENV=/dev\n');
    checkNoFindings(rule, 'FROM debian AS test\nENV DEBUG=1\n');
  });

  it('replaces variables in the name', () => {
    checkFindings(
      rule,
      `FROM debian
ARG KEY=APP_ENV OTHER=APP_NAME
ENV $KEY=dev
    ^^^^^^^^ ~ debug-setting-shipped
ENV $OTHER=dev
`,
    );
  });
});
