import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const rule = 'flask-app-undeclared';

describe(rule, () => {
  const text = `FROM python:3.11-slim AS base
FROM base AS development
CMD ["flask", "run", "--reload"]
     ^^^^^^^^^^^^^^ ~ flask-app-undeclared
FROM base AS production
CMD ["gunicorn", "--workers=4", "run:app"]
`;

  it('S4-16: marks flask run where another stage starts another module', () => {
    checkFindings(rule, text);
  });

  it('S4-16: sets FLASK_APP', () => {
    const plain = text.replace(/^ .*\n/m, '');
    checkFix(rule, plain, plain.replace('CMD ["flask"', 'ENV FLASK_APP=run\nCMD ["flask"'));
  });

  it('reads the build context', () => {
    const flask = 'FROM python:3.13\nCOPY . .\nCMD ["flask", "run"]\n';
    checkFindings(rule, flask.replace('"run"]\n', '"run"]\n     ^^^^^^^^^^^^^^ ~ flask-app-undeclared\n'), {
      context: { 'main.py': '' },
    });
    checkNoFindings(rule, flask, { context: { 'app.py': '' } });
    checkNoFindings(rule, flask);
  });

  it('takes FLASK_APP, --app and the names that flask looks for', () => {
    checkNoFindings(
      rule,
      text.replace(/^ .*\n/m, '').replace('FROM base AS development', 'FROM base AS development\nENV FLASK_APP=run'),
    );
    checkNoFindings(rule, text.replace(/^ .*\n/m, '').replace('"flask",', '"flask", "--app", "run",'));
    checkNoFindings(rule, text.replace(/^ .*\n/m, '').replace('run:app', 'wsgi:app'));
  });
});
