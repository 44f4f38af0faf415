import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('exposed-administration-port', () => {
  it('marks ports of remote administration, in ranges and variables too', () => {
    checkFindings(
      'exposed-administration-port',
      `FROM alpine:3.22
ENV VNC=5900
EXPOSE 80 22 3389/tcp 20-25 $VNC
          ^^ ~ exposed-administration-port
             ^^^^^^^^ ~ exposed-administration-port
                      ^^^^^ ~ exposed-administration-port
                            ^^^^ ~ exposed-administration-port
`,
    );
  });

  it('says nothing of other ports, of udp, of wide ranges, and of stages that do not ship', () => {
    checkNoFindings('exposed-administration-port', 'FROM alpine\nEXPOSE 8080 2222 514/udp 3000-3999\n');
    checkNoFindings('exposed-administration-port', 'FROM alpine AS a\nEXPOSE 22\nFROM alpine\n');
  });

  it('takes the ports from its option', () => {
    checkFindings(
      'exposed-administration-port',
      `FROM alpine
EXPOSE 22 100
          ^^^ ~ exposed-administration-port
`,
      { ruleOptions: { ports: ['100'] } },
    );
  });
});
