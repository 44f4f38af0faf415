import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, messageOf } from '../support/check';

const rule = 'imported-module-not-copied';
const text = `FROM python:3.13-slim
WORKDIR /app
COPY app.py .
CMD ["python", "app.py"]
`;
const context = { 'app.py': 'import models\n', 'models.py': '' };

describe(rule, () => {
  it('S0-12: marks a module that is copied without what it imports', () => {
    checkFindings(
      rule,
      `FROM python:3.9-alpine AS builder
WORKDIR /app
RUN python -m venv venv
COPY requirements.txt .
RUN venv/bin/pip install -r requirements.txt
FROM python:3.9-alpine
WORKDIR /app
COPY --from=builder /app/venv venv
COPY app.py app.py
     ^^^^^^ ~ imported-module-not-copied
CMD ["venv/bin/flask", "run"]
`,
      { context: { ...context, 'requirements.txt': 'flask\n' } },
    );
  });

  it('S0-12: copies what is missing', () => {
    checkFix(rule, text, text.replace('app.py .\n', 'app.py .\nCOPY models.py /app/models.py\nCOPY db/ /app/db/\n'), {
      context: { 'app.py': 'import models\n', 'models.py': 'from db.engine import x\n', 'db/engine.py': '' },
    });
  });

  it('S1-14: marks templates/ without static/ of a Flask application', () => {
    const flask = text.replace('COPY app.py .', 'COPY app.py .\nCOPY templates/ templates/');
    const source = 'from flask import Flask, render_template\napp = Flask(__name__)\nrender_template("a.html")\n';
    const files = { 'app.py': source, 'templates/a.html': '', 'static/a.css': '' };
    expect(messageOf(rule, flask, { context: files })).toBe('app.py uses static, and no COPY brings static/.');
    expect(messageOf(rule, text, { context: files })).toContain('templates/, static/');
    checkNoFindings(rule, flask.replace('templates/ templates/', 'templates/a.html templates/'), {
      context: { 'app.py': source, 'templates/a.html': '', 'templates/b.html': '' },
    });
    checkNoFindings(rule, text, {
      context: { ...files, 'app.py': source.replace('__name__', '__name__, template_folder="t", static_folder="s"') },
    });
  });

  it.each([
    ['gunicorn app:app', 'CMD gunicorn -b :8000 app:app'],
    ['python -m app', 'CMD ["python", "-m", "app"]'],
    ['python -u app.py', 'CMD ["python", "-u", "app.py"]'],
    ['python -m uvicorn', 'CMD ["python", "-m", "uvicorn", "app:app"]'],
    ['flask run', 'ENV FLASK_APP=app.py\nCMD ["flask", "run"]'],
    ['an entrypoint', 'ENTRYPOINT ["python"]\nCMD ["app.py"]'],
  ])('finds the module: %s', (_, start) => {
    expect(messageOf(rule, text.replace(/CMD.*/, start), { context })).toBe(
      'app.py imports models, and no COPY brings models.py.',
    );
  });

  it.each([
    ['a COPY of everything', 'COPY . .'],
    ['a COPY of each', 'COPY app.py models.py ./'],
    ['a pattern', 'COPY *.py ./'],
    ['a directory of the same name', 'COPY app.py .\nCOPY models.py models.py'],
    ['a copy from another image', 'COPY --from=example/app / /\nCOPY app.py .'],
    ['a step that may write it', 'COPY app.py .\nRUN ./generate.sh'],
    ['an address', 'COPY app.py .\nADD https://example.org/models.py .'],
    ['a package of the same name', 'COPY app.py .\nRUN pip install models'],
    ['another search path', 'COPY app.py .\nENV PYTHONPATH=/lib'],
  ])('is silent: %s', (_, copy) => {
    checkNoFindings(rule, text.replace('COPY app.py .', copy), { context });
  });

  it.each([
    ['in a function', 'def f():\n    import models\n'],
    ['in a try', 'try:\n    import models\nexcept ImportError:\n    pass\n'],
    ['in a text', '"""\nimport models\n"""\n'],
    ['in a comment', '# import models\n'],
    ['of the standard library', 'import json, logging\n'],
    ['of a requirement', 'import flask\n'],
  ])('reads imports: %s', (_, source) => {
    checkNoFindings(rule, text, { context: { 'app.py': source, 'models.py': '', 'logging.py': '', 'json.py': '' } });
  });

  it('reads several names, relative imports and copies from another stage', () => {
    const files = { 'app.py': 'import os, models as m # x\nfrom . import views\n', 'models.py': '', 'views/a.py': '' };
    expect(messageOf(rule, text, { context: files })).toContain('models.py, views/');
    checkNoFindings(
      rule,
      `FROM python:3.13-slim AS build\nWORKDIR /src\nCOPY . .\n${text.replace('COPY app.py', 'COPY --from=build /src/models.py /src/views /app/\nCOPY app.py')}`,
      { context },
    );
  });

  it('looks where Python does: from the top for a module of a package', () => {
    const packaged = text
      .replace('COPY app.py .', 'COPY web/app.py web/')
      .replace('"python", "app.py"', '"gunicorn", "web.app:app"');
    const source = 'from web.models import a\nimport redis\nfrom .views import b\n';
    expect(
      messageOf(rule, packaged, {
        context: { 'web/app.py': source, 'web/redis.py': '', 'web/views.py': 'import config\n', 'config.py': '' },
      }),
    ).toBe('web/app.py imports views, and no COPY brings web/views.py, config.py.');
  });

  it('is silent about a requirement of the same name', () => {
    const files = { 'app.py': 'import redis\n', 'redis/tool.py': '', 'requirements.txt': 'redis==6.4.0\n' };
    const installed = text.replace('COPY', 'COPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY');
    checkNoFindings(rule, installed, { context: files });
    expect(messageOf(rule, text, { context: files })).toBeDefined();
  });

  it('needs the build context, and what .dockerignore lets through', () => {
    checkNoFindings(rule, text);
    checkNoFindings(rule, text, { context: { ...context, '.dockerignore': 'models.py\n' } });
  });
});
