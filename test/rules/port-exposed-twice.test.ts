import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('port-exposed-twice', () => {
  it('marks the second one', () => {
    checkFindings(
      'port-exposed-twice',
      `FROM nginx
ARG PORT=80
EXPOSE 80 443
EXPOSE 80/tcp 8080 $PORT
       ^^^^^^ ~ port-exposed-twice
                   ^^^^^ ~ port-exposed-twice
`,
    );
  });

  it('says nothing of another protocol, another stage, and what is not known', () => {
    checkNoFindings('port-exposed-twice', 'FROM a\nEXPOSE 53/tcp 53/udp\nFROM b\nEXPOSE 53/tcp\n');
    checkNoFindings('port-exposed-twice', 'FROM a\nARG P\nEXPOSE $P\nEXPOSE $P\n');
  });

  it('removes it', () => {
    checkFix('port-exposed-twice', 'FROM a\nEXPOSE 80\nEXPOSE 80', 'FROM a\nEXPOSE 80');
    checkFix('port-exposed-twice', 'FROM a\nEXPOSE 80  80\r\n', 'FROM a\nEXPOSE 80\r\n');
    checkFix('port-exposed-twice', 'FROM a\nEXPOSE 80\nEXPOSE 80 81\n', 'FROM a\nEXPOSE 80\nEXPOSE 81\n');
    checkNoFix('port-exposed-twice', 'FROM a\nEXPOSE 80 \\\n80\n');
  });
});
