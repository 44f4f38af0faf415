import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('closing-instruction-order', () => {
  it('marks what stands before the end, or in another order', () => {
    checkFindings(
      'closing-instruction-order',
      `FROM debian
CMD ["a"]
^^^ ~ closing-instruction-order
COPY a /a
`,
    );
    checkFindings(
      'closing-instruction-order',
      `FROM debian
CMD ["b"]
^^^ ~ closing-instruction-order
ENTRYPOINT ["a"]
`,
    );
  });

  it('is content with the usual order, with none, and with what another rule speaks of', () => {
    checkNoFindings(
      'closing-instruction-order',
      'FROM debian\nRUN make\nSTOPSIGNAL SIGINT\nHEALTHCHECK NONE\nENTRYPOINT ["a"]\nCMD ["b"]\n',
    );
    checkNoFindings('closing-instruction-order', 'FROM debian\nCMD ["a"]\nRUN make\nCMD ["b"]\n');
    checkNoFindings('closing-instruction-order', 'FROM debian\nONBUILD CMD ["a"]\nRUN make\n');
  });

  it('does not judge stages that others stand on or copy from', () => {
    checkNoFindings(
      'closing-instruction-order',
      'FROM debian AS a\nCMD ["x"]\nRUN make\nFROM debian\nCOPY --from=a /x /x\nCMD ["x"]\n',
    );
  });

  it('moves them with their comments, also in a file without a final newline', () => {
    const fix = checkFix(
      'closing-instruction-order',
      'FROM debian\n# starts it\nCMD ["a"]\nHEALTHCHECK CMD \\\n  a\nRUN make',
      'FROM debian\nRUN make\nHEALTHCHECK CMD \\\n  a\n# starts it\nCMD ["a"]',
    );
    expect(fix.applicability).toBe('safe');
    checkFix(
      'closing-instruction-order',
      'FROM debian AS a\r\nCMD ["a"]\r\nEXPOSE 80\r\nENTRYPOINT ["b"]\r\n\r\nFROM debian\r\n',
      'FROM debian AS a\r\nEXPOSE 80\r\nENTRYPOINT ["b"]\r\nCMD ["a"]\r\n\r\nFROM debian\r\n',
    );
  });

  it('moves nothing over a SHELL', () => {
    checkNoFix('closing-instruction-order', 'FROM debian\nCMD a\nSHELL ["/bin/bash", "-c"]\nRUN b\n');
    checkNoFix('closing-instruction-order', 'FROM debian\nARG S=SIGINT\nSTOPSIGNAL $S\nENV S=SIGTERM\n');
  });
});
