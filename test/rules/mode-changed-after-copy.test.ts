import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('mode-changed-after-copy', () => {
  it('marks a chmod of a file that was just copied', () => {
    checkFindings(
      'mode-changed-after-copy',
      `FROM alpine
WORKDIR /app
COPY run.sh ./bin/
COPY start.sh /start.sh
RUN chmod +x bin/run.sh
    ^^^^^^^^^^^^^^^^^^^ ~ mode-changed-after-copy
COPY --from=build /out/app /usr/bin/app
RUN chmod 0755 /usr/bin/app
    ^^^^^^^^^^^^^^^^^^^^^^^ ~ mode-changed-after-copy
`,
    );
  });

  it('says nothing where the RUN does more, or something stands in between', () => {
    checkNoFindings('mode-changed-after-copy', 'FROM a\nCOPY a.sh /\nRUN chmod +x /a.sh && /a.sh\n');
    checkNoFindings('mode-changed-after-copy', 'FROM a\nCOPY a.sh /\nENV A=1\nRUN chmod +x /a.sh\n');
    checkNoFindings('mode-changed-after-copy', 'FROM a\nADD a.sh /\nRUN chmod +x /a.sh\n');
  });

  it('says nothing of several files, patterns, trees and other files', () => {
    checkNoFindings('mode-changed-after-copy', 'FROM a\nCOPY a.sh b.sh /\nRUN chmod +x /a.sh\n');
    checkNoFindings('mode-changed-after-copy', 'FROM a\nCOPY *.sh /\nRUN chmod +x /a.sh\n');
    checkNoFindings('mode-changed-after-copy', 'FROM a\nCOPY app /app/\nRUN chmod -R 755 /app\n');
    checkNoFindings('mode-changed-after-copy', 'FROM a\nCOPY a.sh /\nRUN chmod +x /opt/a.sh\n');
    checkNoFindings('mode-changed-after-copy', 'FROM a\nCOPY a.sh /\nRUN chmod -x /a.sh; chmod $M /a.sh\n');
  });

  it('folds the mode into the COPY', () => {
    checkFix(
      'mode-changed-after-copy',
      'FROM a\r\nCOPY --chown=app a.sh /\r\nRUN chmod 700 /a.sh\r\nCMD a\r\n',
      'FROM a\r\nCOPY --chmod=700 --chown=app a.sh /\r\nCMD a\r\n',
    );
    checkFix(
      'mode-changed-after-copy',
      'FROM a\nCOPY a.sh /\nCOPY --chmod=644 b.sh /\nRUN chmod +x /a.sh /b.sh',
      'FROM a\nCOPY --chmod=755 a.sh /\nCOPY --chmod=755 b.sh /',
    );
  });

  it('offers nothing where the name may be that of a directory, or another file would lose its mode', () => {
    checkNoFix('mode-changed-after-copy', 'FROM a\nCOPY init /init\nRUN chmod 755 /init\n');
    checkNoFix('mode-changed-after-copy', 'FROM a\nCOPY a.sh /\nRUN chmod 755 /a.sh /etc/other.sh\n');
    checkNoFix('mode-changed-after-copy', 'FROM a\nCOPY a.sh /\nRUN chmod g+w /a.sh\n');
  });
});
