import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('system-python-install', () => {
  it('S3-8: marks pip install into the Python of a new distribution', () => {
    checkFindings(
      'system-python-install',
      `FROM ubuntu:24.04
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip3 install flask
    ^^^^^^^^^^^^ ~ system-python-install
`,
    );
    checkFindings(
      'system-python-install',
      `FROM alpine:3.20
RUN apk add --no-cache py3-pip && python3 -m pip install flask
                                  ^^^^^^^^^^^^^^^^^^^^^^ ~ system-python-install
`,
    );
  });

  it('says nothing of older releases, of images with a Python of their own, and of unknown ones', () => {
    checkNoFindings(
      'system-python-install',
      'FROM ubuntu:22.04\nRUN apt-get install -y python3-pip\nRUN pip install flask\n',
    );
    checkNoFindings(
      'system-python-install',
      'FROM debian:11\nRUN apt-get install -y python3-pip\nRUN pip install flask\n',
    );
    checkNoFindings('system-python-install', 'FROM alpine:3.18\nRUN apk add py3-pip\nRUN pip install flask\n');
    checkNoFindings(
      'system-python-install',
      'FROM python:3.12-slim-bookworm\nRUN apt-get install -y python3-pip\nRUN pip install flask\n',
    );
    checkNoFindings(
      'system-python-install',
      'FROM example.com/unknown\nRUN apt-get install -y python3-pip\nRUN pip install flask\n',
    );
  });

  it('says nothing where a virtual environment, an option or the configuration allows it', () => {
    const start = 'FROM debian:12\nRUN apt-get install -y python3-pip python3-venv\n';
    for (const rest of [
      'RUN python3 -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN pip install flask\n',
      'RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install flask\n',
      'RUN python3 -m venv /v && . /v/bin/activate && pip install flask\n',
      'RUN pip install --break-system-packages flask\n',
      'ENV PIP_BREAK_SYSTEM_PACKAGES=1\nRUN pip install flask\n',
      'RUN rm /usr/lib/python3.11/EXTERNALLY-MANAGED && pip install flask\n',
      'RUN pip config set global.break-system-packages true\nRUN pip install flask\n',
      'RUN pip install --target /opt/app flask\n',
      'RUN pip install flask || true\n',
    ]) {
      checkNoFindings('system-python-install', start + rest);
    }
  });

  it('makes a virtual environment', () => {
    checkFix(
      'system-python-install',
      'FROM debian:12\nRUN apt-get update && apt-get install -y python3-pip curl\nRUN pip install flask\nRUN pip install gunicorn\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y python3-pip python3-venv curl\nRUN python3 -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN pip install flask\nRUN pip install gunicorn\n',
    );
  });

  it('allows it where the same RUN installs pip', () => {
    checkFix(
      'system-python-install',
      'FROM debian:12\nRUN apt-get update && apt-get install -y python3-pip && pip install flask\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y python3-pip && pip install --break-system-packages flask\n',
    );
  });
});
