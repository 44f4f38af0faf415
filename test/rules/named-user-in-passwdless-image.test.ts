import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('named-user-in-passwdless-image', () => {
  it('marks names in USER and --chown', () => {
    checkFindings(
      'named-user-in-passwdless-image',
      'FROM scratch\nCOPY --chown=app:app x /x\n             ^^^^^^^ ~ named-user-in-passwdless-image\nUSER 1000:web\n     ^^^^^^^^ ~ named-user-in-passwdless-image\n',
    );
    checkFindings(
      'named-user-in-passwdless-image',
      'FROM gcr.io/distroless/static-debian12\nUSER app\n     ^^^ ~ named-user-in-passwdless-image\n',
    );
  });

  it('leaves numbers, known names, copied accounts and other images alone', () => {
    for (const text of [
      'FROM scratch\nCOPY --chown=1000:1000 x /x\nUSER 65532:65532\n',
      'FROM gcr.io/distroless/static-debian12\nUSER nonroot:nonroot\n',
      'FROM debian:12 AS b\nFROM scratch AS base\nCOPY --from=b /etc/passwd /etc/group /etc/\nFROM base\nUSER app\n',
      'FROM scratch\nADD rootfs.tar.gz /\nUSER app\n',
      'FROM debian:12\nUSER app\n',
      'FROM scratch\nUSER $APP\n',
    ])
      checkNoFindings('named-user-in-passwdless-image', text);
  });

  it('writes numbers', () => {
    checkFix('named-user-in-passwdless-image', 'FROM scratch\nUSER app\n', 'FROM scratch\nUSER 65532:65532\n');
  });
});
