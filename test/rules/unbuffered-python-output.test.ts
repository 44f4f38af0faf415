import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const rule = 'unbuffered-python-output';

describe(rule, () => {
  it('S0-17: marks python', () => {
    checkFindings(
      rule,
      `FROM python:3.9-alpine
CMD ["python", "app.py"]
     ^^^^^^^^ ~ unbuffered-python-output
`,
    );
  });

  it('S0-17: sets the variable', () => {
    checkFix(
      rule,
      'FROM python:3.13\nCMD python app.py\n',
      'FROM python:3.13\nENV PYTHONUNBUFFERED=1\nCMD python app.py\n',
    );
  });

  it('takes the variable, of a parent too, and -u', () => {
    checkNoFindings(rule, 'FROM python:3.13 AS a\nENV PYTHONUNBUFFERED=1\nFROM a\nCMD ["python", "a.py"]\n');
    checkNoFindings(rule, 'FROM python:3.13\nCMD ["python", "-u", "a.py"]\n');
    checkNoFindings(rule, 'FROM python:3.13\nCMD ["gunicorn", "a:b"]\n');
  });
});
