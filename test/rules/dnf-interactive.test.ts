import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('dnf-interactive', () => {
  it('marks dnf and yum', () => {
    checkFindings(
      'dnf-interactive',
      `FROM fedora
RUN dnf install git && yum remove git && dnf upgrade
    ^^^^^^^^^^^ ~ dnf-interactive
                       ^^^^^^^^^^ ~ dnf-interactive
                                         ^^^^^^^^^^^ ~ dnf-interactive
`,
    );
  });

  it('takes every way to say yes', () => {
    checkNoFindings(
      'dnf-interactive',
      `FROM fedora
RUN dnf -y install git && yum install -q --assumeyes git && yes | dnf install git && microdnf install git
RUN dnf clean all && dnf makecache
RUN echo assumeyes=1 >> /etc/dnf/dnf.conf && dnf install git
`,
    );
  });

  it('adds -y', () => {
    checkFix(
      'dnf-interactive',
      'FROM fedora\nRUN dnf groupinstall "Development Tools"\n',
      'FROM fedora\nRUN dnf groupinstall -y "Development Tools"\n',
    );
  });
});
