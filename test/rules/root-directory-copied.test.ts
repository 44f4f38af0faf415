import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('root-directory-copied', () => {
  it('marks the root of a stage or an image that is copied to the root', () => {
    checkFindings(
      'root-directory-copied',
      `FROM debian AS build
FROM scratch
COPY --from=build / /
                  ^^^ ~ root-directory-copied
COPY --from=busybox:1.37 / .
                         ^^^ ~ root-directory-copied
`,
    );
  });

  it('says nothing of a stage that holds what was put there', () => {
    checkNoFindings('root-directory-copied', 'FROM scratch AS files\nCOPY a /a\nFROM debian\nCOPY --from=files / /\n');
  });

  it('says nothing of the build context, of directories, and of other targets', () => {
    checkNoFindings(
      'root-directory-copied',
      'FROM a AS b\nFROM scratch\nCOPY / /\nCOPY --from=b /app /\nCOPY --from=b / /app\nCOPY --from=b /app/. /\n',
    );
  });
});
