import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'unexplained-suppression';

describe(rule, () => {
  it('marks comments without a reason, of every tool', () => {
    checkFindings(
      rule,
      `FROM debian:13
# plimsoll ignore-file=sudo-in-run
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ unexplained-suppression
RUN true
# hadolint ignore=DL3003
^^^^^^^^^^^^^^^^^^^^^^^^ ~ unexplained-suppression
RUN true
# check=skip=StageNameCasing
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ unexplained-suppression
RUN true
`,
    );
  });

  it('finds the reason after a semicolon, after the names, and above', () => {
    checkNoFindings(
      rule,
      `FROM debian:13
# plimsoll ignore=sudo-in-run; the base image wants it
RUN true
# check=skip=StageNameCasing everybody calls it so
RUN true
# Everybody does it.
# hadolint ignore=DL3003
# plimsoll ignore=cd-instead-of-workdir
RUN true
`,
    );
  });

  it('takes no comment above a blank line for the reason', () => {
    checkFindings(
      rule,
      `FROM debian:13
# Install.

# hadolint ignore=DL3003
^^^^^^^^^^^^^^^^^^^^^^^^ ~ unexplained-suppression
RUN true
`,
    );
  });

  it('leaves a parser directive alone, which has room for no reason', () => {
    checkNoFindings(rule, '# check=skip=StageNameCasing\nFROM debian:13\n');
  });

  it('marks explained ones too where it is asked to', () => {
    const options = { ruleOptions: { evenExplained: true } };
    checkFindings(
      rule,
      `FROM debian:13
# plimsoll ignore=sudo-in-run; the base image wants it
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ unexplained-suppression
RUN true
`,
      options,
    );
  });
});
