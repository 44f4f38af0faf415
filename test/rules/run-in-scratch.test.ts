import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('run-in-scratch', () => {
  it('marks a RUN before anything was copied', () => {
    checkFindings(
      'run-in-scratch',
      `FROM scratch AS base
ENV A=1
RUN mkdir /data
^^^ ~ run-in-scratch
FROM base
RUN ["/bin/true"]
^^^ ~ run-in-scratch
`,
    );
  });

  it('says nothing after a file system was added', () => {
    checkNoFindings('run-in-scratch', 'FROM scratch\nADD rootfs.tar.gz /\nRUN mkdir /data\n');
    checkNoFindings('run-in-scratch', 'FROM debian AS b\nFROM scratch AS c\nCOPY --from=b / /\nFROM c\nRUN ls\n');
  });

  it('says nothing where programs are mounted, or the base is another', () => {
    checkNoFindings('run-in-scratch', 'FROM scratch\nRUN --mount=from=busybox,target=/bin ["/bin/ls"]\n');
    checkNoFindings('run-in-scratch', 'ARG B\nFROM $B\nRUN ls\n');
  });
});
