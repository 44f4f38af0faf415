import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('credentials-in-command', () => {
  it('marks the password in an address, and tokens of known shape', () => {
    const token = `npm_${'a1b2c3'.repeat(6)}`;
    checkFindings(
      'credentials-in-command',
      `FROM debian:12
RUN curl -O https://build:s3cret@example.com/a.tgz
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ credentials-in-command
ADD ftp://u:pa55@example.com/a /a
    ^^^^^^^^^^^^^^^^^^^^^^^^ ~ credentials-in-command
RUN npm config set //registry.npmjs.org/:_authToken ${token}
                                                    ${'^'.repeat(token.length)} ~ credentials-in-command
RUN git clone "https://oauth2:$TOKEN@example.com/a.git"
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ credentials-in-command
`,
    );
  });

  it('says nothing of variables elsewhere, databases of the build, names alone, and placeholders', () => {
    for (const run of [
      'curl -O https://build:$PASSWORD@example.com/a.tgz',
      'DATABASE_URL=postgres://user:pass@localhost/db rake assets:precompile',
      'curl http://admin:s3cret@localhost:8080/',
      'git clone git@github.com:example/a.git && git clone https://build@example.com/a.git',
      'curl https://user:password@example.com/a',
      'git clone https://github.com/example/a@b:c',
    ])
      checkNoFindings('credentials-in-command', `FROM debian:12\nRUN ${run}\n`);
  });
});
