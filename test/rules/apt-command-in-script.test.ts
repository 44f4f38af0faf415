import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('apt-command-in-script', () => {
  it('marks apt wherever a script runs it', () => {
    checkFindings(
      'apt-command-in-script',
      `FROM debian
RUN apt update && apt-get install -y curl
    ^^^ ~ apt-command-in-script
RUN <<EOF
apt install -y wget
^^^ ~ apt-command-in-script
EOF
`,
    );
  });

  it('does not take apt-get, paths, packages and words called apt for it', () => {
    checkNoFindings(
      'apt-command-in-script',
      'FROM debian\nRUN apt-get install -y apt && rm -rf /var/lib/apt/lists/* && echo apt install\n',
    );
  });

  it('renames it', () => {
    checkFix(
      'apt-command-in-script',
      'FROM debian\nRUN /usr/bin/apt install -y curl\n',
      'FROM debian\nRUN /usr/bin/apt-get install -y curl\n',
    );
    checkFix(
      'apt-command-in-script',
      'FROM debian\nRUN ["apt", "update"]\n',
      'FROM debian\nRUN ["apt-get", "update"]\n',
    );
    checkFix('apt-command-in-script', 'FROM debian\nRUN apt show curl\n', 'FROM debian\nRUN apt-cache show curl\n');
  });

  it('keeps what apt upgrade does', () => {
    checkFix(
      'apt-command-in-script',
      'FROM debian\nRUN apt upgrade -y\n',
      'FROM debian\nRUN apt-get upgrade --with-new-pkgs -y\n',
    );
  });

  it('asks for a look where a package name is a pattern', () => {
    const fix = checkFix(
      'apt-command-in-script',
      'FROM debian\nRUN apt install -y php8.*\n',
      'FROM debian\nRUN apt-get install -y php8.*\n',
    );
    expect(fix.applicability).toBe('review');
  });

  it('offers no fix for what apt-get does not have', () => {
    checkNoFix('apt-command-in-script', 'FROM debian\nRUN apt list --installed\n');
  });
});
