import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const rule = 'code-writable-by-service-user';

describe(rule, () => {
  it('S0-11: marks --chown of the code', () => {
    checkFindings(
      rule,
      `FROM python:3.9-alpine
RUN adduser -D webapp
COPY --chown=webapp:webapp app.py .
     ^^^^^^^^^^^^^^^^^^^^^ ~ code-writable-by-service-user
USER webapp
`,
    );
  });

  it('S4-6: marks --chown of everything, in a stage below too', () => {
    checkFindings(
      rule,
      `FROM python:3.11-slim AS base
COPY --chown=appuser:appgroup . .
     ^^^^^^^^^^^^^^^^^^^^^^^^ ~ code-writable-by-service-user
FROM base
USER appuser
`,
    );
  });

  it('S4-6: removes the flag', () => {
    checkFix(
      rule,
      'FROM node:22\nCOPY --chown=node --from=a /x/dist .\nUSER node:node\n',
      'FROM node:22\nCOPY --from=a /x/dist .\nUSER node:node\n',
    );
  });

  it('leaves other owners, root, and what is not code', () => {
    checkNoFindings(rule, 'FROM node:22\nCOPY --chown=root . .\nUSER node\n');
    checkNoFindings(rule, 'FROM node:22\nCOPY --chown=node . .\n');
    checkNoFindings(rule, 'FROM node:22\nCOPY --chown=node uploads /data/uploads\nUSER node\n');
  });
});
