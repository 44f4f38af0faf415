import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

const rule = 'server-unreachable';
const python = (text: string): string => `FROM python:3.13-slim\n${text}\n`;

describe(rule, () => {
  it('S1-11: marks flask run without an address', () => {
    checkFindings(
      rule,
      `FROM python:3.9-alpine
CMD ["flask", "run"]
     ^^^^^^^ ~ server-unreachable
`,
    );
  });

  it('S1-11: adds the address', () => {
    checkFix(rule, python('CMD ["flask", "run"]'), python('CMD ["flask", "run", "--host=0.0.0.0"]'));
    checkFix(rule, python('CMD python -m uvicorn a:b'), python('CMD python -m uvicorn a:b --host=0.0.0.0'));
  });

  it('marks an address that is the loopback one', () => {
    checkFix(
      rule,
      python('CMD ["uvicorn", "a:b", "--host", "127.0.0.1"]'),
      python('CMD ["uvicorn", "a:b", "--host", "0.0.0.0"]'),
    );
    checkFix(rule, python('CMD gunicorn -b localhost:8000 a:b'), python('CMD gunicorn -b 0.0.0.0:8000 a:b'));
    checkFix(
      rule,
      python('CMD ["python", "manage.py", "runserver", "127.0.0.1:80"]'),
      python('CMD ["python", "manage.py", "runserver", "0.0.0.0:80"]'),
    );
    expect(messageOf(rule, python('CMD ["python", "manage.py", "runserver"]'))).toBeDefined();
    checkNoFix(rule, python('CMD ["python", "manage.py", "runserver"]'));
  });

  it('takes every way to name an address', () => {
    for (const command of [
      'flask run -h 0.0.0.0',
      'flask run --host=::',
      'gunicorn -b0.0.0.0:80 a:b',
      'gunicorn -c conf.py a:b',
      'vite --host',
      'vite build',
      'python manage.py runserver 0:80',
      'python manage.py migrate',
      'uvicorn a:b --host $HOST',
    ]) {
      checkNoFindings(rule, python(`CMD ${command}`));
    }
    checkNoFindings(rule, python('ENV FLASK_RUN_HOST=0.0.0.0\nCMD ["flask", "run"]'));
  });

  it('knows that the images of jekyll give the address', () => {
    checkNoFindings('server-unreachable', 'FROM jekyll/jekyll:4\nCOPY . .\nCMD ["jekyll", "serve"]\n');
    expect(messageOf('server-unreachable', 'FROM ruby:3.4\nCMD ["jekyll", "serve"]\n')).toBeDefined();
  });
});
