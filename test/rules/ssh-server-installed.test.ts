import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('ssh-server-installed', () => {
  it('marks the package', () => {
    checkFindings(
      'ssh-server-installed',
      `FROM debian:12
RUN apt-get install -y curl openssh-server
                            ^^^^^^^^^^^^^^ ~ ssh-server-installed
`,
    );
    checkFindings(
      'ssh-server-installed',
      `FROM alpine:3.22
RUN apk add dropbear
            ^^^^^^^^ ~ ssh-server-installed
`,
    );
  });

  it('says nothing of clients, of removal, and of stages that do not ship', () => {
    checkNoFindings('ssh-server-installed', 'FROM debian:12\nRUN apt-get install -y openssh-client git\n');
    checkNoFindings('ssh-server-installed', 'FROM debian:12\nRUN apt-get purge -y openssh-server\n');
    checkNoFindings(
      'ssh-server-installed',
      'FROM debian:12 AS a\nRUN apt-get install -y openssh-server\nFROM scratch\n',
    );
  });
});
