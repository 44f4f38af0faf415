import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('system-directory-workdir', () => {
  it('marks directories of the kernel', () => {
    checkFindings(
      'system-directory-workdir',
      `FROM alpine:3.22
WORKDIR /proc/self/fd/8
        ^^^^^^^^^^^^^^^ ~ system-directory-workdir
ENV D=/dev
WORKDIR $D/mapper
        ^^^^^^^^^ ~ system-directory-workdir
`,
    );
  });

  it('says nothing of other directories', () => {
    for (const path of ['/app', '/process', '"/srv/app"', '/dev/shm/app', 'proc', '/etc/nginx', '$UNKNOWN/x'])
      checkNoFindings('system-directory-workdir', `FROM alpine:3.22\nWORKDIR ${path}\n`);
  });
});
