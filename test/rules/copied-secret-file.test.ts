import { describe, expect, it } from 'vitest';
import { checkFindings, checkNoFindings, messageOf } from '../support/check';

const rule = 'copied-secret-file';

describe(rule, () => {
  it('marks the source', () => {
    checkFindings(
      rule,
      `FROM debian
COPY .env id_rsa certs/server.key app.py /app/
     ^^^^ ~ copied-secret-file
          ^^^^^^ ~ copied-secret-file
                 ^^^^^^^^^^^^^^^^ ~ copied-secret-file
`,
    );
  });

  it('says where it stays', () => {
    expect(messageOf(rule, 'FROM debian\nCOPY .netrc /root/\n')).toContain('in the image');
    expect(messageOf(rule, 'FROM debian AS a\nCOPY .netrc /root/\nFROM debian\nCOPY --from=a /x /x\n')).toContain(
      'build cache',
    );
  });

  it('reads .npmrc where the build context has it', () => {
    const text = 'FROM node:22\nCOPY .npmrc package.json /app/\n';
    checkNoFindings(rule, text, { context: { '.npmrc': 'save-exact=true\n' } });
    checkNoFindings(rule, text, { context: { '.npmrc': '//registry.example.com/:_authToken=${NPM_TOKEN}\n' } });
    checkFindings(
      rule,
      text.replace('.npmrc package.json /app/\n', '.npmrc package.json /app/\n     ^^^^^^ ~ copied-secret-file\n'),
      {
        context: { '.npmrc': '//registry.example.com/:_authToken=abc\n' },
      },
    );
  });

  it('leaves examples, public keys, other stages and development stages', () => {
    checkNoFindings(rule, 'FROM debian\nCOPY .env.example id_rsa.pub public.key /app/\nCOPY --from=a .env /x\n');
    checkNoFindings(rule, 'FROM node:22 AS dev\nCOPY .env .\nFROM node:22 AS prod\nCOPY . .\n');
    checkNoFindings(rule, 'FROM node:22 AS b\nCOPY .npmrc .\nFROM node:22\nCOPY --from=b /x /x\n');
  });

  it('takes the public keys of package archives for what they are', () => {
    checkNoFindings(
      'copied-secret-file',
      'FROM debian\nCOPY jenkins.io-2026.key archive.key debian-archive.key repo.gpg.key /etc/apt/keyrings/\n',
    );
  });

  it('leaves the keys of tests', () => {
    checkNoFindings(rule, 'FROM debian\nCOPY test/fixture/certs/server.key testdata/id_rsa /etc/certs/\n');
    checkFindings(rule, 'FROM debian\nCOPY certs/server.key /etc/certs/\n     ^^^^^^^^^^^^^^^^ ~ copied-secret-file\n');
  });
});
