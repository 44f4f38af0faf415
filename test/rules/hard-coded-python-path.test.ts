import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('hard-coded-python-path', () => {
  it('S1-2: marks the path with the version, once a stage', () => {
    checkFindings(
      'hard-coded-python-path',
      'FROM python:3.9 AS b\nFROM python:3.9-slim\nCOPY --from=b /usr/local/lib/python3.9/site-packages /usr/local/lib/python3.9/site-packages\n              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ hard-coded-python-path\nCOPY --from=b /usr/local/lib/python3.9/lib-dynload /usr/local/lib/python3.9/lib-dynload\n',
    );
  });

  it('leaves other paths alone', () => {
    checkNoFindings(
      'hard-coded-python-path',
      'FROM python:3.9 AS b\nFROM python:3.9-slim\nCOPY --from=b /opt/venv /opt/venv\nCOPY python3.9.txt /\n',
    );
  });
});
