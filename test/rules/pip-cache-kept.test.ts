import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('pip-cache-kept', () => {
  it('marks pip under all its names', () => {
    checkFindings(
      'pip-cache-kept',
      `FROM python:3.12-slim
RUN pip install flask
    ^^^^^^^^^^^ ~ pip-cache-kept
RUN python3 -m pip install flask
    ^^^^^^^^^^^^^^^^^^^^^^ ~ pip-cache-kept
RUN /opt/venv/bin/pip3.12 install flask
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ pip-cache-kept
`,
    );
  });

  it('says nothing where the cache is off', () => {
    checkNoFindings('pip-cache-kept', 'FROM python:3.12\nRUN pip install --no-cache-dir flask\n');
    checkNoFindings('pip-cache-kept', 'FROM python:3.12\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n');
    checkNoFindings('pip-cache-kept', 'FROM python:3.12\nENV PIP_NO_CACHE_DIR=off\nRUN pip install flask\n');
    checkNoFindings('pip-cache-kept', 'FROM python:3.12\nARG PIP_NO_CACHE_DIR=1\nRUN pip install flask\n');
    checkNoFindings('pip-cache-kept', 'FROM python:3.12\nRUN PIP_NO_CACHE_DIR=1 pip install flask\n');
    checkNoFindings('pip-cache-kept', 'FROM python:3.12\nRUN export PIP_NO_CACHE_DIR=1 && pip install flask\n');
    checkNoFindings(
      'pip-cache-kept',
      'FROM python:3.12\nRUN pip config set global.no-cache-dir true\nRUN pip install flask\n',
    );
    checkNoFindings('pip-cache-kept', 'FROM python:3.12\nCOPY pip.conf /etc/pip.conf\nRUN pip install flask\n');
  });

  it('takes an empty PIP_NO_CACHE_DIR for none, as pip does', () => {
    checkFindings(
      'pip-cache-kept',
      `FROM python:3.12
ENV PIP_NO_CACHE_DIR=
RUN pip install flask
    ^^^^^^^^^^^ ~ pip-cache-kept
`,
    );
  });

  it('says nothing where a mount holds the cache', () => {
    checkNoFindings(
      'pip-cache-kept',
      `FROM python:3.12
RUN --mount=type=cache,target=/root/.cache/pip pip install flask
RUN --mount=type=cache,target=/root/.cache pip install flask
RUN --mount=type=cache,id=pip,dst=/tmp/pip-cache pip install --cache-dir=/tmp/pip-cache flask
`,
    );
  });

  it('says nothing where the same RUN empties it', () => {
    checkNoFindings(
      'pip-cache-kept',
      `FROM python:3.12
RUN pip install flask && rm -rf /root/.cache
RUN pip install flask && rm -rf ~/.cache/pip
RUN pip install flask && pip cache purge
`,
    );
  });

  it('says nothing in a stage that does not ship, nor of uv', () => {
    checkNoFindings(
      'pip-cache-kept',
      'FROM python:3.12 AS build\nRUN pip install flask\nFROM python:3.12-slim\nRUN uv pip install flask\nCOPY --from=build /a /a\n',
    );
  });

  it('mends all calls of a RUN at once', () => {
    checkFix(
      'pip-cache-kept',
      'FROM python:3.12\nRUN pip install -U pip && \\\n    # the rest\n    pip install -r requirements.txt\n',
      'FROM python:3.12\nRUN pip install --no-cache-dir -U pip && \\\n    # the rest\n    pip install --no-cache-dir -r requirements.txt\n',
    );
  });

  it('writes a string in exec form', () => {
    checkFix(
      'pip-cache-kept',
      'FROM python:3.12\nRUN ["pip", "install", "flask"]\n',
      'FROM python:3.12\nRUN ["pip", "install", "--no-cache-dir", "flask"]\n',
    );
  });

  it('says nothing of the pip of old releases, which knows no --no-cache-dir', () => {
    checkNoFindings(
      'pip-cache-kept',
      'FROM debian:jessie\nRUN apt-get update && apt-get install -y python-pip\nRUN pip install --upgrade pip\n',
    );
    checkNoFindings('pip-cache-kept', 'FROM ubuntu:14.04\nRUN pip install flask\n');
  });

  it('knows the beginning of the option, which pip takes for the whole', () => {
    checkNoFindings('pip-cache-kept', 'FROM python:3.12\nRUN pip install --no-cache /wheels/*\n');
    checkFindings(
      'pip-cache-conflict',
      `FROM python:3.12
RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache flask
                                                           ^^^^^^^^^^ ~ pip-cache-conflict
`,
    );
  });
});
