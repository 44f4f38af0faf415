import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('apt-interactive', () => {
  it('marks the command and its sub-command', () => {
    checkFindings(
      'apt-interactive',
      `FROM debian
RUN apt-get update && apt-get install curl
                      ^^^^^^^^^^^^^^^ ~ apt-interactive
`,
    );
  });

  it('finds the command in heredocs, conditions and sh -c', () => {
    checkFindings(
      'apt-interactive',
      `FROM debian
RUN <<EOF
if true; then apt install curl; fi
              ^^^^^^^^^^^ ~ apt-interactive
EOF
RUN ["sh", "-c", "apt-get install curl"]
                  ^^^^^^^^^^^^^^^ ~ apt-interactive
`,
    );
  });

  it('takes every way to say yes', () => {
    for (const yes of ['-y', '-qy', '--yes', '--assume-yes', '-qq']) {
      checkNoFindings('apt-interactive', `FROM debian\nRUN apt-get ${yes} install curl\n`);
    }
  });

  it('adds -y after the sub-command', () => {
    checkFix(
      'apt-interactive',
      'FROM debian\nRUN apt-get install curl\n',
      'FROM debian\nRUN apt-get install -y curl\n',
    );
  });

  it('adds another string in exec form', () => {
    checkFix(
      'apt-interactive',
      'FROM debian\nRUN ["apt-get", "install", "curl"]\n',
      'FROM debian\nRUN ["apt-get", "install", "-y", "curl"]\n',
    );
  });
});
