import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('copy-after-user-without-chown', () => {
  it('marks COPY and ADD below a USER, its own or that of a parent stage', () => {
    checkFindings(
      'copy-after-user-without-chown',
      `FROM debian:12 AS base
USER app
ADD a.tgz /a/
^^^ ~ copy-after-user-without-chown
FROM base
COPY b /b
^^^^ ~ copy-after-user-without-chown
`,
    );
  });

  it('says nothing with --chown, before USER, below root, and where a later step changes the owner', () => {
    for (const text of [
      'USER app\nCOPY --chown=app a /a',
      'COPY a /a\nUSER app',
      'USER app\nUSER root\nCOPY a /a',
      'USER app\nCOPY a /srv/a/\nUSER root\nRUN chown -R app /srv\nUSER app',
    ])
      checkNoFindings('copy-after-user-without-chown', `FROM debian:12\n${text}\n`);
    checkNoFindings('copy-after-user-without-chown', 'FROM gcr.io/distroless/static:nonroot\nCOPY a /a\n');
  });

  it('adds --chown as USER is written', () => {
    checkFix(
      'copy-after-user-without-chown',
      'FROM debian:12\nUSER app:web\nCOPY --chmod=644 a /a\n',
      'FROM debian:12\nUSER app:web\nCOPY --chown=app:web --chmod=644 a /a\n',
    );
  });
});
