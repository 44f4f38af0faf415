import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('wget-and-curl', () => {
  it('marks the second of the two', () => {
    checkFindings(
      'wget-and-curl',
      `FROM debian
RUN curl -O https://example.com/a
RUN wget https://example.com/b && curl https://example.com/c
    ^^^^ ~ wget-and-curl
`,
    );
  });

  it('looks at each stage with its parents', () => {
    checkNoFindings(
      'wget-and-curl',
      'FROM debian AS a\nRUN curl -O https://example.com/a\nFROM debian\nRUN wget https://example.com/b\n',
    );
    checkFindings(
      'wget-and-curl',
      `FROM debian AS a
RUN curl -O https://example.com/a
FROM a
RUN wget https://example.com/b
    ^^^^ ~ wget-and-curl
`,
    );
  });

  it('says nothing of the packages and of a health check', () => {
    checkNoFindings(
      'wget-and-curl',
      'FROM debian\nRUN apt-get install -y wget curl && curl -O https://example.com/a\nHEALTHCHECK CMD wget -q localhost\n',
    );
  });
});
