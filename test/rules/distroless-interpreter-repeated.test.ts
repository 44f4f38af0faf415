import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const rule = 'distroless-interpreter-repeated';

describe(rule, () => {
  it('S3-10: marks the interpreter', () => {
    checkFindings(
      rule,
      `FROM gcr.io/distroless/python3-debian12
CMD ["python3", "calculator.py"]
     ^^^^^^^^^ ~ distroless-interpreter-repeated
`,
    );
  });

  it('S3-10: removes it', () => {
    checkFix(
      rule,
      'FROM gcr.io/distroless/nodejs22-debian12\nCMD ["node", "a.js"]\n',
      'FROM gcr.io/distroless/nodejs22-debian12\nCMD ["a.js"]\n',
    );
  });

  it('leaves scripts, other entrypoints and other images', () => {
    checkNoFindings(rule, 'FROM gcr.io/distroless/python3-debian12\nCMD ["a.py"]\n');
    checkNoFindings(rule, 'FROM gcr.io/distroless/python3-debian12\nENTRYPOINT []\nCMD ["python3", "a.py"]\n');
    checkNoFindings(rule, 'FROM python:3.13\nCMD ["python3", "a.py"]\n');
    checkNoFindings(rule, 'FROM gcr.io/distroless/cc-debian12\nCMD ["python3", "a.py"]\n');
  });
});
