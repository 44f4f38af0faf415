import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/src/core/index';
import { checkFixAll, checkNoFindings } from '../support/check';

const rule = 'empty-continuation-line';

describe(rule, () => {
  it('reports an instruction once, at its first blank line', () => {
    const text = 'FROM debian\nRUN a \\\n\n  \n  && b \\\n\n  && c\n';
    const { findings } = analyze(text, { settings: { only: [rule] } });
    expect(findings.map(({ span }) => text.slice(0, span.start).split('\n').length)).toEqual([3]);
  });

  it('removes the blank lines and keeps comments and CRLF', () => {
    checkFixAll(
      rule,
      'FROM debian\r\nRUN a \\\r\n\r\n# why\r\n && b\r\n',
      'FROM debian\r\nRUN a \\\r\n# why\r\n && b\r\n',
    );
  });

  it('takes comments, and blank lines of heredocs and between instructions', () => {
    checkNoFindings(rule, 'FROM debian\n\nRUN a \\\n# why\n && b\n\nRUN <<EOF\na \\\n\nb\nEOF\n');
  });
});
