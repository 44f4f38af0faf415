import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/src/core/index';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const rule = 'unused-suppression';

describe(rule, () => {
  it('marks the names that silence nothing, and those alone', () => {
    checkFindings(
      rule,
      `FROM debian:13
# plimsoll ignore=apt-interactive,sudo-in-run; nobody is asked
                                  ^^^^^^^^^^^ ~ unused-suppression
RUN apt-get update && apt-get install curl
`,
    );
  });

  it('marks names of a whole file, and names by which others call a rule', () => {
    checkFindings(
      rule,
      `FROM debian:13
# plimsoll ignore-file=hadolint/DL3004
                       ^^^^^^^^^^^^^^^ ~ unused-suppression
RUN true
`,
    );
  });

  it('keeps what any of the rules that a name means still needs', () => {
    checkNoFindings(rule, 'FROM debian:13\n# plimsoll ignore=all\nRUN sudo apt-get update\n');
  });

  it('removes the comment, or the name among others', () => {
    checkFix(rule, 'FROM debian:13\n# plimsoll ignore=sudo-in-run; why\nRUN true\n', 'FROM debian:13\nRUN true\n');
    const used = 'RUN apt-get update && apt-get install curl\n';
    checkFix(
      rule,
      `FROM debian:13\n# plimsoll ignore=sudo-in-run, apt-interactive; why\n${used}`,
      `FROM debian:13\n# plimsoll ignore=apt-interactive; why\n${used}`,
    );
    checkFix(
      rule,
      `FROM debian:13\n# plimsoll ignore=apt-interactive, sudo-in-run; why\n${used}`,
      `FROM debian:13\n# plimsoll ignore=apt-interactive; why\n${used}`,
    );
  });

  it('leaves comments of other tools alone unless asked', () => {
    const text = '# check=skip=StageNameCasing\nFROM debian:13\n# hadolint ignore=DL3004\nRUN true\n';
    checkNoFindings(rule, text);
    checkNoFix(rule, text.split('\n').slice(0, 2).join('\n'), { ruleOptions: { otherTools: true } });
    checkFix(rule, text.replace(/^.*\n/, ''), 'FROM debian:13\nRUN true\n', { ruleOptions: { otherTools: true } });
  });

  it('is silent about rules that are off', () => {
    const text = 'FROM debian:13\n# plimsoll ignore=sudo-in-run\nRUN true\n';
    const found = (rules: Readonly<Record<string, 'off' | 'error'>>) =>
      analyze(text, { settings: { rules: { [rule]: 'error', ...rules } } }).findings.filter((one) => one.rule === rule);
    expect(found({})).toHaveLength(1);
    expect(found({ 'sudo-in-run': 'off' })).toEqual([]);
  });

  it('is silent about rules that read a build context where none is known', () => {
    const text = 'FROM debian:13\n# plimsoll ignore=copy-source-missing\nCOPY a /a\n';
    checkNoFindings(rule, text);
    checkFix(rule, text, 'FROM debian:13\nCOPY a /a\n', { context: { a: '' } });
  });

  it('can be silenced itself', () => {
    checkNoFindings(
      rule,
      'FROM debian:13\n# plimsoll ignore-file=unused-suppression\n# plimsoll ignore=sudo-in-run\nRUN true\n',
    );
  });

  it('keeps a comment that holds a directive back', () => {
    checkNoFix('unused-suppression', '# escape=`\n# plimsoll ignore=apt-interactive\n# escape=x\nFROM debian\n');
  });
});
