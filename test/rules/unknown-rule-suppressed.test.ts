import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const rule = 'unknown-rule-suppressed';

describe(rule, () => {
  it('marks names that no rule has, in the words of each tool', () => {
    checkFindings(
      rule,
      `# check=skip=NoSuchCheck;error=true
             ^^^^^^^^^^^ ~ unknown-rule-suppressed
FROM debian:13
# plimsoll ignore=apt-interactiv,sudo-in-run
                  ^^^^^^^^^^^^^^ ~ unknown-rule-suppressed
# hadolint ignore=DL30
                  ^^^^ ~ unknown-rule-suppressed
RUN true
`,
    );
  });

  it('takes a name in the form of another tool for one of its own', () => {
    checkNoFindings(
      rule,
      `FROM debian:13
# hadolint ignore=DL9999,SC2086
# tally ignore=tally/no-such-thing-here
# plimsoll ignore=SC2086
RUN true
`,
    );
  });

  it('takes words after the names for a reason', () => {
    checkNoFindings(rule, 'FROM debian:13\n# plimsoll ignore=sudo-in-run the base has it\nRUN sudo true\n');
  });

  it('writes the nearest name, or none where none is near', () => {
    checkFix(
      rule,
      'FROM debian:13\n# plimsoll ignore=sudo-in-ron\nRUN sudo true\n',
      'FROM debian:13\n# plimsoll ignore=sudo-in-run\nRUN sudo true\n',
    );
    checkFix(rule, '# check=skip=StageNameCase\nFROM debian:13\n', '# check=skip=StageNameCasing\nFROM debian:13\n');
    checkNoFix(rule, 'FROM debian:13\n# plimsoll ignore=xyzzyxyzzyxyzzyxyzzyxyzzy\nRUN sudo true\n');
  });
});
