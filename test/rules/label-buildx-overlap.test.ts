import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('label-buildx-overlap', () => {
  const text = `FROM debian AS base
LABEL org.opencontainers.image.source=https://example.com org.opencontainers.image.title=a
FROM base
ARG R
LABEL org.opencontainers.image.revision=$R
`;

  it('says nothing until it is told that buildx writes labels', () => {
    checkNoFindings('label-buildx-overlap', text);
  });

  it('marks what buildx writes, by the value of the variable', () => {
    checkFindings(
      'label-buildx-overlap',
      text.replace('revision=$R\n', 'revision=$R\n      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ label-buildx-overlap\n'),
      { ruleOptions: { buildxGitLabels: '1' } },
    );
    checkFindings(
      'label-buildx-overlap',
      text
        .replace('revision=$R\n', 'revision=$R\n      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ label-buildx-overlap\n')
        .replace('title=a\n', 'title=a\n      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ label-buildx-overlap\n'),
      { ruleOptions: { buildxGitLabels: 'full' } },
    );
  });

  it('looks at what ships only', () => {
    checkNoFindings(
      'label-buildx-overlap',
      'FROM debian AS b\nLABEL org.opencontainers.image.revision=a\nFROM debian\n',
      {
        ruleOptions: { buildxGitLabels: 'full' },
      },
    );
  });
});
