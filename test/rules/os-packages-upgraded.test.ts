import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('os-packages-upgraded', () => {
  it('marks upgrades of everything', () => {
    checkFindings(
      'os-packages-upgraded',
      `FROM debian
RUN apt-get update && apt-get -y dist-upgrade
                      ^^^^^^^^^^^^^^^^^^^^^^^ ~ os-packages-upgraded
RUN apk upgrade --no-cache && yum update -y
    ^^^^^^^^^^^ ~ os-packages-upgraded
                              ^^^^^^^^^^ ~ os-packages-upgraded
`,
    );
  });

  it('says nothing of upgrades that mend one flaw', () => {
    checkNoFindings('os-packages-upgraded', 'FROM opensuse/leap\nRUN zypper patch --cve=CVE-2015-7547\n');
    checkFindings(
      'os-packages-upgraded',
      'FROM opensuse/leap\nRUN zypper patch --auto-agree-with-licenses\n    ^^^^^^^^^^^^ ~ os-packages-upgraded\n',
    );
  });

  it('says nothing of named packages and of languages', () => {
    checkNoFindings(
      'os-packages-upgraded',
      'FROM debian\nRUN yum update -y openssl && npm update && pip install -U pip && apt-get update\n',
    );
  });
});
