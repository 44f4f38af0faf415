import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('password-in-build', () => {
  it('marks what sets a password', () => {
    checkFindings(
      'password-in-build',
      `FROM debian:12
RUN echo 'root:secret' | chpasswd
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ password-in-build
RUN chpasswd <<< "root:x" && passwd -d app
    ^^^^^^^^ ~ password-in-build
                             ^^^^^^^^^ ~ password-in-build
RUN echo secret | passwd --stdin root
                  ^^^^^^ ~ password-in-build
RUN useradd -m -p "$(openssl passwd -1 secret)" app
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ password-in-build
RUN usermod --password='' app
            ^^^^^^^^^^^^^ ~ password-in-build
`,
    );
  });

  it('says nothing of secret mounts, locked accounts, and words that are no hash', () => {
    for (const run of [
      '--mount=type=secret,id=pw chpasswd < /run/secrets/pw',
      'passwd -l root && passwd --lock app',
      "usermod -p '!' root && useradd -p '*' app",
      'useradd -m -p gitpod gitpod',
      'echo "root:$(head -c 32 /dev/urandom | base64)" | chpasswd',
      'useradd -p "$(openssl rand -base64 32)" app',
      'chgrp root /etc/passwd && cat /etc/passwd',
    ])
      checkNoFindings('password-in-build', `FROM debian:12\nRUN ${run}\n`);
  });
});
