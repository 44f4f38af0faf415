import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('set-id-bit', () => {
  it('marks numbers and letters that set the bit', () => {
    checkFindings(
      'set-id-bit',
      `FROM debian:12
RUN chmod 4755 /a && chmod u+s /b && chmod g=rxs /c && chmod +s /d
          ^^^^ ~ set-id-bit
                           ^^^ ~ set-id-bit
                                           ^^^^^ ~ set-id-bit
                                                             ^^ ~ set-id-bit
COPY --chmod=4755 a /a
             ^^^^ ~ set-id-bit
`,
    );
  });

  it('says nothing of other modes, of taking the bit away, and of stages that do not ship', () => {
    checkNoFindings(
      'set-id-bit',
      'FROM debian:12\nRUN chmod 1777 /a && chmod u-s /b && chmod o+s /c && chmod 755 /d\n',
    );
    checkNoFindings('set-id-bit', 'FROM debian:12 AS build\nRUN chmod u+s /a\nFROM scratch\n');
  });
});
