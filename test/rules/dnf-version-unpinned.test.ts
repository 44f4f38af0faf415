import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'dnf-version-unpinned';

describe(rule, () => {
  it('marks the names of dnf, yum and microdnf', () => {
    checkFindings(
      rule,
      `FROM fedora:42
RUN dnf install -y rpm-sign gcc-c++-14.1
                   ^^^^^^^^ ~ dnf-version-unpinned
RUN yum -y install httpd
                   ^^^^^ ~ dnf-version-unpinned
RUN microdnf install java-17-openjdk-headless
                     ^^^^^^^^^^^^^^^^^^^^^^^^ ~ dnf-version-unpinned
RUN dnf module install -y nodejs
                          ^^^^^^ ~ dnf-version-unpinned
`,
    );
  });

  it.each([
    [
      'versions, with an epoch too',
      'FROM fedora:42\nRUN dnf install -y openssl-1:3.2.1 java-17-openjdk-17.0.9 devtoolset-11-11.1\n',
    ],
    ['streams of modules', 'FROM fedora:42\nRUN dnf module install -y nodejs:22\n'],
    [
      'groups',
      'FROM fedora:42\nRUN dnf install -y @development-tools && dnf group install -y "Development Tools" && yum groupinstall -y X\n',
    ],
    [
      'files and addresses',
      'FROM fedora:42\nRUN yum install -y https://example.org/epel-release-latest.noarch.rpm ./x.rpm tool.rpm\n',
    ],
    ['a version in a variable', 'FROM fedora:42\nENV V=1.2\nRUN dnf install -y git-core-${V} git-$W\n'],
    ['other calls', 'FROM fedora:42\nRUN dnf update -y && dnf remove -y vim && dnf builddep -y x.spec\n'],
  ])('is silent: %s', (_name, text) => {
    checkNoFindings(rule, text);
  });
});
