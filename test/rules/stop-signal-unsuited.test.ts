import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('stop-signal-unsuited', () => {
  it('marks the signal, or the program where none is set', () => {
    checkFindings(
      'stop-signal-unsuited',
      `FROM nginx:1.27
STOPSIGNAL SIGTERM
           ^^^^^^^ ~ stop-signal-unsuited
CMD ["/usr/sbin/nginx", "-g", "daemon off;"]
`,
    );
    checkFindings(
      'stop-signal-unsuited',
      `FROM debian:bookworm
CMD ["nginx", "-g", "daemon off;"]
     ^^^^^^^ ~ stop-signal-unsuited
`,
    );
  });

  it('knows that the official images set it', () => {
    checkNoFindings('stop-signal-unsuited', 'FROM nginx:1.27\nCMD ["nginx", "-g", "daemon off;"]\n');
    checkNoFindings('stop-signal-unsuited', 'FROM httpd:2.4\nCMD ["httpd", "-DFOREGROUND"]\n');
  });

  it('knows systemd by its path, and not another init', () => {
    checkFindings(
      'stop-signal-unsuited',
      `FROM fedora:40
STOPSIGNAL SIGRTMIN
           ^^^^^^^^ ~ stop-signal-unsuited
ENTRYPOINT ["/usr/sbin/init"]
`,
    );
    checkNoFindings('stop-signal-unsuited', 'FROM debian:bookworm\nCMD ["/init"]\n');
    checkNoFindings('stop-signal-unsuited', 'FROM alpine:3.22\nCMD ["/sbin/init"]\n');
  });

  it('is silent in shell form, on unknown images, on variables, and where stop-signal-ungraceful speaks', () => {
    checkNoFindings('stop-signal-unsuited', 'FROM debian:bookworm\nCMD nginx -g "daemon off;"\n');
    checkNoFindings('stop-signal-unsuited', 'FROM debian:bookworm\nCMD ["sh", "-c", "nginx"]\n');
    checkNoFindings('stop-signal-unsuited', 'FROM registry.example.com/web\nCMD ["nginx"]\n');
    checkNoFindings('stop-signal-unsuited', 'ARG BASE\nFROM $BASE\nCMD ["nginx"]\n');
    checkNoFindings('stop-signal-unsuited', 'FROM debian\nARG S\nSTOPSIGNAL $S\nCMD ["nginx"]\n');
    checkNoFindings('stop-signal-unsuited', 'FROM debian\nSTOPSIGNAL SIGKILL\nCMD ["nginx"]\n');
  });

  it('judges the final image only', () => {
    checkNoFindings('stop-signal-unsuited', 'FROM debian AS a\nCMD ["nginx"]\nFROM debian\nCMD ["bash"]\n');
  });

  it('writes the signal, or adds the instruction', () => {
    const fix = checkFix(
      'stop-signal-unsuited',
      'FROM debian\nCMD ["php-fpm"]',
      'FROM debian\nSTOPSIGNAL SIGQUIT\nCMD ["php-fpm"]',
    );
    expect(fix.applicability).toBe('review');
    checkFix(
      'stop-signal-unsuited',
      'FROM debian\nSTOPSIGNAL SIGINT\nCMD ["apache2", "-DFOREGROUND"]\n',
      'FROM debian\nSTOPSIGNAL SIGWINCH\nCMD ["apache2", "-DFOREGROUND"]\n',
    );
  });
});
