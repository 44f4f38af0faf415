import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('stale-base-digest-label', () => {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

  it('marks a constant beside a base that is not pinned', () => {
    checkFindings(
      'stale-base-digest-label',
      `FROM alpine:3.22
LABEL org.opencontainers.image.base.digest=sha256:1234
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ stale-base-digest-label
`,
    );
  });

  it('looks at what ships, parents too', () => {
    checkFindings(
      'stale-base-digest-label',
      `FROM alpine:3.22 AS build
LABEL org.opencontainers.image.base.digest=sha256:1234
FROM alpine:3.22 AS base
LABEL org.opencontainers.image.base.digest=sha256:1234
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ stale-base-digest-label
FROM base
`,
    );
  });

  it('says nothing where the digest is that of FROM, or comes with the build', () => {
    checkNoFindings(
      'stale-base-digest-label',
      `FROM alpine@${digest}\nLABEL org.opencontainers.image.base.digest=${digest}\n`,
    );
    checkNoFindings(
      'stale-base-digest-label',
      'FROM alpine\nARG DIGEST\nLABEL org.opencontainers.image.base.digest=$DIGEST\n',
    );
  });

  it('removes the label, alone or among others', () => {
    const label = 'org.opencontainers.image.base.digest=sha256:1';
    const fix = (before: string, after: string) =>
      checkFix('stale-base-digest-label', `FROM alpine\n${before}`, `FROM alpine\n${after}`);
    fix(`# A comment\nLABEL ${label}\nRUN ls\n`, '# A comment\nRUN ls\n');
    fix(`LABEL a=1 \\\n  ${label} \\\n  b=2\n`, 'LABEL a=1 \\\n  b=2\n');
    fix(`LABEL ${label} b=2\n`, 'LABEL b=2\n');
  });
});
