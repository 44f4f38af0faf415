import { describe, it } from 'vitest';
import { checkFindings, checkFixAll, checkNoFindings } from '../support/check';

describe('gpg-without-batch', () => {
  it('marks gpg where it could ask', () => {
    checkFindings(
      'gpg-without-batch',
      `FROM debian:12
RUN gpg --keyserver keys.openpgp.org --recv-keys 01 && gpg --verify a.asc a
    ^^^ ~ gpg-without-batch
                                                       ^^^ ~ gpg-without-batch
`,
    );
  });

  it('says nothing with --batch, and of what asks nothing', () => {
    checkNoFindings('gpg-without-batch', 'FROM debian:12\nRUN gpg --batch --verify a.asc a && gpg --dearmor < a > b\n');
  });

  it('adds --batch, in exec form too', () => {
    checkFixAll('gpg-without-batch', 'FROM a\nRUN gpg --import a.asc\n', 'FROM a\nRUN gpg --batch --import a.asc\n');
    checkFixAll(
      'gpg-without-batch',
      'FROM a\nRUN ["gpg", "--import", "a.asc"]\n',
      'FROM a\nRUN ["gpg", "--batch", "--import", "a.asc"]\n',
    );
  });
});
