import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('crowded-line', () => {
  it('marks the first place where a line could begin', () => {
    checkFindings(
      'crowded-line',
      `FROM debian
RUN a && b && c
     ^ ~ crowded-line
LABEL a=1 b=2 c=3
         ^ ~ crowded-line
RUN --mount=type=ssh --mount=type=cache,target=/a b
                    ^ ~ crowded-line
`,
    );
  });

  it('is content with a line each, with few, with || and with what is no chain', () => {
    for (const line of [
      'RUN a \\\n && b \\\n && c',
      'RUN a && \\\n b && \\\n c',
      'RUN a && b',
      'RUN a || b || c',
      'RUN a | b | c',
      'RUN ["sh", "-c", "a && b && c"]',
      'RUN <<E\na && b && c\nE',
      'LABEL a=1 b=2',
      'RUN --mount=type=ssh \\\n  --mount=type=cache,target=/a \\\n  b',
      'HEALTHCHECK CMD a && b && c',
    ])
      checkNoFindings('crowded-line', `FROM debian\n${line}\n`);
  });

  it('starts a line for each, indented as the others are', () => {
    const fix = checkFix(
      'crowded-line',
      'FROM debian\nRUN a && b && c\n',
      'FROM debian\nRUN a \\\n    && b \\\n    && c\n',
    );
    expect(fix.applicability).toBe('safe');
    checkFix(
      'crowded-line',
      '# escape=`\r\nFROM debian\r\nRUN a `\r\n  && b && c\r\n',
      '# escape=`\r\nFROM debian\r\nRUN a `\r\n  && b `\r\n  && c\r\n',
    );
    checkFix(
      'crowded-line',
      'FROM debian\nRUN --mount=type=ssh --mount=type=cache,target=/a b\n',
      'FROM debian\nRUN --mount=type=ssh \\\n    --mount=type=cache,target=/a \\\n    b\n',
    );
  });

  it('asks the option', () => {
    checkNoFindings('crowded-line', 'FROM debian\nRUN a && b && c\n', { ruleOptions: { minCommands: 4 } });
  });
});
