import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('dnf-cache-kept', () => {
  it('marks the last call of a RUN that fills the cache', () => {
    checkFindings(
      'dnf-cache-kept',
      `FROM fedora
RUN dnf upgrade -y && dnf install -y git && dnf remove -y vim
                      ^^^^^^^^^^^ ~ dnf-cache-kept
`,
    );
  });

  it('says nothing where the cache is mounted, emptied or elsewhere, or the stage does not ship', () => {
    checkNoFindings(
      'dnf-cache-kept',
      `FROM fedora AS build
RUN dnf install -y gcc
FROM fedora
COPY --from=build /a /a
RUN --mount=type=cache,target=/var/cache/dnf dnf install -y git
RUN dnf install -y git && dnf clean all
RUN yum install -y git && rm -rf /var/cache/yum
RUN microdnf install -y git && rm -rf /var/cache/*
RUN dnf install -y --installroot /mnt git
`,
    );
  });

  it('cleans it after the last step that uses it', () => {
    checkFix(
      'dnf-cache-kept',
      'FROM centos:7\nRUN yum install -y git # tools\n',
      'FROM centos:7\nRUN yum install -y git && yum clean all # tools\n',
    );
    checkFix(
      'dnf-cache-kept',
      'FROM opensuse/leap\nRUN zypper -n in git && git clone https://example.com/a\n',
      'FROM opensuse/leap\nRUN zypper -n in git && zypper clean --all && git clone https://example.com/a\n',
    );
  });
});
