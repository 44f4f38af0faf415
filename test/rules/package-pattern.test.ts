import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'package-pattern';

describe(rule, () => {
  it('marks patterns of names, quoted ones too', () => {
    checkFindings(
      rule,
      `FROM debian:12
RUN apt-get install -y python3* "lib*-dev" git
                       ^^^^^^^^ ~ package-pattern
                                ^^^^^^^^^^ ~ package-pattern
RUN dnf install -y php-*
                   ^^^^^ ~ package-pattern
`,
    );
  });

  it.each([
    ['files', 'apt-get install -y ./*.deb /tmp/x/* *.deb'],
    ['versions', 'apt-get install -y nginx=1.28.* && dnf install -y nginx-1.28*'],
    ['removals', 'apt-get purge -y php*'],
    ['other programs', "echo 'test*'"],
  ])('is silent: %s', (_name, command) => {
    checkNoFindings(rule, `FROM debian:12\nRUN ${command}\n`);
  });
});
