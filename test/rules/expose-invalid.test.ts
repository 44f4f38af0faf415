import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const rule = 'expose-invalid';

describe(rule, () => {
  it('marks addresses, ports of the host and protocols in upper case', () => {
    checkFindings(
      rule,
      `FROM debian
EXPOSE 80 8080:80 127.0.0.1:1:2/udp 53/UDP
          ^^^^^^^ ~ expose-invalid
                  ^^^^^^^^^^^^^^^^^ ~ expose-invalid
                                    ^^^^^^ ~ expose-invalid
`,
    );
  });

  it('keeps the port of the container', () => {
    expect(checkFix(rule, 'FROM debian\nEXPOSE 8080:80/TCP\n', 'FROM debian\nEXPOSE 80/tcp\n').applicability).toBe(
      'safe',
    );
    checkNoFix(rule, 'FROM debian\nARG P=80\nEXPOSE 8080:$P\n');
  });

  it('takes ports, ranges and variables', () => {
    checkNoFindings(rule, 'FROM debian\nENV P=1\nEXPOSE 80 53/udp 1-9/sctp $P ${Q:-80} ${P}/tcp\n');
  });
});
