import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

// `# hadolint shell=bash` says which shell a base image has whose default is another.
describe('# hadolint shell', () => {
  const rule = 'bash-syntax-in-sh';

  it('says that bash reads the scripts below it', () => {
    checkFindings(
      rule,
      `FROM debian
RUN [[ a == b ]]
    ^^ ~ bash-syntax-in-sh
# hadolint shell=bash
RUN [[ a == b ]]
`,
    );
    checkNoFindings(rule, 'FROM debian\n# hadolint shell = /bin/bash\nRUN a\nRUN [[ a == b ]]\n');
  });

  it('ends with the next SHELL and with the stage', () => {
    checkFindings(
      rule,
      `FROM debian
# hadolint shell=bash
SHELL ["/bin/sh", "-c"]
RUN [[ a == b ]]
    ^^ ~ bash-syntax-in-sh
# hadolint shell=bash
FROM debian
RUN [[ a == b ]]
    ^^ ~ bash-syntax-in-sh
`,
    );
  });

  it('takes scripts of PowerShell out of the checks of shells', () => {
    checkFindings('backticks', 'FROM example.com/base\nRUN echo `a`\n         ^^^ ~ backticks\n');
    checkNoFindings('backticks', 'FROM example.com/base\n# hadolint shell=powershell\nRUN echo `a`\n');
  });

  it('tells of an unknown image that its shell has pipefail, and nothing of a known one', () => {
    checkFindings(
      'pipe-without-pipefail',
      `FROM example.com/base
# hadolint shell=bash
RUN curl -f https://example.com/a | tar x
    ^^^^ ~ pipe-without-pipefail
`,
    );
    checkNoFindings('pipe-without-pipefail', 'FROM example.com/base\nRUN curl -f https://example.com/a | tar x\n');
    checkNoFindings(
      'pipe-without-pipefail',
      'FROM busybox\n# hadolint shell=dash\nRUN set -o pipefail; curl -f https://a.b/c | tar x\n',
    );
  });
});
