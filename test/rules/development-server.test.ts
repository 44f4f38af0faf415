import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

const rule = 'development-server';
const python = (text: string): string => `FROM python:3.13-slim\n${text}\n`;

describe(rule, () => {
  it('S0-14: marks flask run', () => {
    checkFindings(
      rule,
      `FROM python:3.9-alpine
CMD ["flask", "run", "--host=0.0.0.0"]
     ^^^^^^^^^^^^^^ ~ development-server
`,
    );
  });

  it('knows shell forms, python -m, launchers and ENTRYPOINT with CMD', () => {
    checkFindings(
      rule,
      `FROM python:3.13
CMD cd /app && python manage.py runserver 0.0.0.0:80
               ^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ development-server
`,
    );
    for (const command of [
      '["python", "-m", "flask", "run"]',
      'npm run dev',
      '["npx", "vite"]',
      'uvicorn a:b --reload',
    ]) {
      expect(messageOf(rule, python(`CMD ${command}`))).toBeDefined();
    }
    expect(messageOf(rule, python('ENTRYPOINT ["flask"]\nCMD ["run"]'))).toContain("Flask's development server");
    expect(messageOf(rule, python('ENTRYPOINT ["/entrypoint.sh"]\nCMD ["flask", "run"]'))).toContain('Flask');
  });

  it('looks scripts up in package.json', () => {
    const text = 'FROM node:22\nCOPY . .\nCMD ["npm", "start"]\n';
    const options = { context: { 'package.json': '{"scripts": {"start": "NODE_ENV=x react-scripts start"}}' } };
    expect(messageOf(rule, text, options)).toContain('react-scripts start');
    checkNoFindings(rule, text, { context: { 'package.json': '{"scripts": {"start": "node server.js"}}' } });
    checkNoFindings(rule, text);
  });

  it('takes out reloading, and nodemon', () => {
    checkFix(rule, python('CMD ["uvicorn", "a:b", "--reload"]'), python('CMD ["uvicorn", "a:b"]'));
    checkFix(rule, python('CMD ["uvicorn", "--reload", "a:b"]'), python('CMD ["uvicorn", "a:b"]'));
    checkFix(rule, python('CMD nodemon src/a.js'), python('CMD node src/a.js'));
  });

  it('starts gunicorn where the build context has it', () => {
    const context = { 'requirements.txt': 'flask\ngunicorn==23\n', 'app.py': 'app = Flask(__name__)\n' };
    checkFix(
      rule,
      python('CMD ["flask", "run", "--port=8080"]'),
      python('CMD ["gunicorn", "--bind=0.0.0.0:8080", "app:app"]'),
      { context },
    );
    checkFix(
      rule,
      python('CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]'),
      python('CMD ["gunicorn", "--bind=0.0.0.0:8000", "shop.wsgi"]'),
      { context: { 'requirements.txt': 'gunicorn\n', 'shop/wsgi.py': '' } },
    );
    checkNoFix(rule, python('CMD ["flask", "run"]'), {
      context: { 'requirements.txt': 'flask\n', 'app.py': 'app = 1\n' },
    });
  });

  it('starts waitress where that is listed, through the launcher that finds it; and fastapi run', () => {
    const files = { 'requirements.txt': 'waitress\n', 'app.py': 'app = Flask(__name__)\n', 'shop/wsgi.py': '' };
    checkFix(
      rule,
      python('CMD ["flask", "run", "--port", "8080"]'),
      python('CMD ["waitress-serve", "--listen=0.0.0.0:8080", "app:app"]'),
      { context: files },
    );
    checkFix(
      rule,
      python('CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]'),
      python('CMD ["waitress-serve", "--listen=0.0.0.0:8000", "shop.wsgi:application"]'),
      { context: files },
    );
    checkFix(
      rule,
      python('CMD ["pipenv", "run", "flask", "run"]'),
      python('CMD ["pipenv", "run", "gunicorn", "--bind=0.0.0.0:5000", "app:app"]'),
      { context: { Pipfile: '[packages]\ngunicorn = "*"\n', 'app.py': 'app = Flask(__name__)\n' } },
    );
    checkFix(rule, python('CMD ["fastapi", "dev", "main.py"]'), python('CMD ["fastapi", "run", "main.py"]'));
  });

  it('leaves development stages, other stages and production servers', () => {
    checkNoFindings(rule, 'FROM node:22 AS development\nCMD ["npm", "run", "dev"]\n');
    checkNoFindings(rule, 'FROM node:22 AS a\nCMD ["npm", "run", "dev"]\nFROM node:22\nCMD ["node", "a.js"]\n');
    checkNoFindings(rule, python('CMD ["gunicorn", "app:app"]'));
    checkNoFindings(rule, python('RUN flask run\nCMD ["flask", "db", "upgrade"]'));
  });
});
