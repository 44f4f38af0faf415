import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

const rule = 'shell-form-command';
const cmd = (text: string): string => `FROM debian\nCMD ${text}\n`;

describe(rule, () => {
  it('marks the command', () => {
    checkFindings(
      rule,
      `FROM debian
ENTRYPOINT /run.sh now
           ^^^^^^^^^^^ ~ shell-form-command
`,
    );
  });

  it('writes the exec form where no shell is needed', () => {
    checkFix(rule, cmd('node server.js'), cmd('["node", "server.js"]'));
    checkFix(rule, cmd(`a 'b c' "d\\"e"`), cmd('["a", "b c", "d\\"e"]'));
    checkFix(rule, cmd('a \\\n  b'), cmd('["a", "b"]'));
  });

  it('has no fix where the shell does something', () => {
    for (const text of [
      'a $B',
      'a && b',
      'a | b',
      'a > b',
      'a *.js',
      'a &',
      'A=1 b',
      'cd /x',
      'a $(b)',
      'a ~/b',
      '! a',
      '(a)',
      'a; b',
      'a {b,c}',
    ]) {
      checkNoFix(rule, cmd(text));
    }
  });

  it('has no fix where the exec form would get the words of CMD', () => {
    checkNoFix(rule, 'FROM debian\nENTRYPOINT run\nCMD ["a"]\n');
  });

  it('leaves exec, a chosen SHELL, the exec form, other stages and lists that are meant as JSON', () => {
    checkNoFindings(rule, cmd('exec gunicorn --bind :$PORT app:app'));
    checkNoFindings(rule, 'FROM debian\nSHELL ["/bin/bash", "-c"]\nCMD a\n');
    checkNoFindings(rule, 'FROM debian AS a\nSHELL ["/bin/bash", "-c"]\nFROM a\nCMD a\n');
    checkNoFindings(rule, cmd('["a"]'));
    checkNoFindings(rule, cmd("['a']"));
    checkNoFindings(rule, 'FROM debian AS dev\nCMD a\nFROM debian\nCMD ["a"]\n');
  });

  it('knows that bash replaces itself by the only command of CMD', () => {
    checkNoFindings('shell-form-command', 'FROM rockylinux:9\nCMD java -jar /app.jar\n');
    checkNoFix('shell-form-command', 'FROM rockylinux:9\nCMD prepare && java -jar /app.jar\n');
    checkNoFix('shell-form-command', 'FROM debian:12\nCMD prepare && java -jar /app.jar\n');
  });

  it('names the program that runs on, not what goes before it', () => {
    expect(messageOf('shell-form-command', 'FROM node:22\nCMD cd /src && node app.js\n')).toContain('instead of node.');
  });
});
