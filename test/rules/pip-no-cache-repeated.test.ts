import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('pip-no-cache-repeated', () => {
  it('S4-9: marks the option that a variable makes redundant', () => {
    checkFindings(
      'pip-no-cache-repeated',
      `FROM python:3.11-slim
ENV PIP_NO_CACHE_DIR=1
RUN pip install --no-cache-dir -r requirements.txt
                ^^^^^^^^^^^^^^ ~ pip-no-cache-repeated
`,
    );
  });

  it('says nothing where only one of the two is there', () => {
    checkNoFindings(
      'pip-no-cache-repeated',
      'FROM python:3.11-slim\nRUN pip install --no-cache-dir flask\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n',
    );
  });

  it('removes the option', () => {
    checkFix(
      'pip-no-cache-repeated',
      'FROM python:3.11\nENV PIP_NO_CACHE_DIR=1\nRUN ["pip", "install", "--no-cache-dir", "flask"]\n',
      'FROM python:3.11\nENV PIP_NO_CACHE_DIR=1\nRUN ["pip", "install", "flask"]\n',
    );
  });
});
