import { describe, expect, it } from 'vitest';
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

  it('finds the command in heredocs, conditions, sh -c and ONBUILD', () => {
    checkFindings(
      'apt-interactive',
      `FROM debian
RUN <<EOF
if true; then apt install curl; fi
              ^^^^^^^^^^^ ~ apt-interactive
EOF
RUN ["sh", "-c", "apt-get install curl"]
                  ^^^^^^^^^^^^^^^ ~ apt-interactive
ONBUILD RUN apt-get install curl
            ^^^^^^^^^^^^^^^ ~ apt-interactive
`,
    );
  });

  it('takes every way to say yes', () => {
    for (const yes of [
      '-y',
      '-qy',
      '--yes',
      '--assume-yes',
      '-qq',
      '-q -q',
      '-o APT::Get::Assume-Yes=true',
      '--force-yes',
    ]) {
      checkNoFindings('apt-interactive', `FROM debian\nRUN apt-get ${yes} install curl\n`);
    }
  });

  it('takes an answer from a pipe or a here string', () => {
    checkNoFindings('apt-interactive', 'FROM debian\nRUN yes | apt-get install curl\n');
    checkNoFindings('apt-interactive', 'FROM debian\nRUN bash -c "true" && apt-get install curl <<< y\n');
  });

  it('takes an answer from the configuration', () => {
    checkNoFindings(
      'apt-interactive',
      `FROM debian
RUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes
RUN apt-get install curl
`,
    );
  });

  it('does not guess what a variable of options holds', () => {
    checkNoFindings('apt-interactive', 'FROM debian\nARG APT_OPTS\nRUN apt-get $APT_OPTS install curl\n');
    checkNoFindings('apt-interactive', 'FROM debian\nRUN apt-get install $APT_FLAGS curl\n');
  });

  it('reports removals and upgrades, which ask as well', () => {
    checkFindings(
      'apt-interactive',
      `FROM debian
RUN apt-get upgrade
    ^^^^^^^^^^^^^^^ ~ apt-interactive
RUN apt-get purge curl
    ^^^^^^^^^^^^^ ~ apt-interactive
RUN apt-get autoremove
    ^^^^^^^^^^^^^^^^^^ ~ apt-interactive
RUN apt-get clean && apt-get update
`,
    );
  });

  it('says nothing of a simulation, nor of a container that somebody starts', () => {
    checkNoFindings('apt-interactive', 'FROM debian\nRUN apt-get install -s curl\nCMD apt-get install curl\n');
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

  it('leaves a change of an ONBUILD trigger to the reader, as it is configuration', () => {
    const fix = checkFix(
      'apt-interactive',
      'FROM debian\nONBUILD RUN apt-get install curl\n',
      'FROM debian\nONBUILD RUN apt-get install -y curl\n',
    );
    expect(fix.applicability).toBe('review');
  });
});
