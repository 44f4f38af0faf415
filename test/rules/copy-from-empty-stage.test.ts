import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('copy-from-empty-stage', () => {
  it('marks the stage that has no files', () => {
    checkFindings(
      'copy-from-empty-stage',
      `FROM scratch AS base
ENV A=1
FROM base AS files
FROM debian
COPY --from=files /a /a
            ^^^^^ ~ copy-from-empty-stage
COPY --from=0 /a /a
            ^ ~ copy-from-empty-stage
`,
    );
  });

  it('says nothing where something may bring files', () => {
    checkNoFindings('copy-from-empty-stage', 'FROM scratch AS f\nCOPY a /a\nFROM debian\nCOPY --from=f /a /a\n');
    checkNoFindings('copy-from-empty-stage', 'FROM scratch AS f\nRUN ["/a"]\nFROM debian\nCOPY --from=f /a /a\n');
    checkNoFindings('copy-from-empty-stage', 'FROM scratch AS f\nWORKDIR /a\nFROM debian\nCOPY --from=f /a /a\n');
    checkNoFindings('copy-from-empty-stage', 'ARG B=scratchy\nFROM $B AS f\nFROM debian\nCOPY --from=f /a /a\n');
  });

  it('says nothing of the root and of patterns, which need not match', () => {
    checkNoFindings(
      'copy-from-empty-stage',
      'FROM scratch AS f\nFROM debian\nCOPY --from=f / /x/\nCOPY --from=f /*.so /x/\n',
    );
  });

  it('says nothing of an empty directory that is mounted', () => {
    checkNoFindings('copy-from-empty-stage', 'FROM scratch AS f\nFROM debian\nRUN --mount=from=f,target=/x ls /x\n');
  });
});
