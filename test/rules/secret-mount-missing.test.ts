import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('secret-mount-missing', () => {
  const ruleOptions = { commands: ['pip: id=pip,dst=/etc/pip.conf', 'npm ci'] };

  it('marks commands without their mount', () => {
    checkFindings(
      'secret-mount-missing',
      `FROM python:3.13
RUN pip install a && pip install b
    ^^^ ~ secret-mount-missing
RUN --mount=type=secret,id=other pip install a
                                 ^^^ ~ secret-mount-missing
RUN npm --no-audit ci
    ^^^ ~ secret-mount-missing
`,
      { ruleOptions },
    );
  });

  it('says nothing with the mount, of other commands, and without a list', () => {
    checkNoFindings(
      'secret-mount-missing',
      `FROM python:3.13
RUN --mount=type=secret,id=pip,target=/etc/pip.conf,required pip install a
RUN --mount=type=secret,id=npm npm ci
RUN npm run build && echo pip
`,
      { ruleOptions },
    );
    checkNoFindings('secret-mount-missing', 'FROM python:3.13\nRUN pip install a\n');
  });

  it('adds the mount beside others', () => {
    checkFix(
      'secret-mount-missing',
      'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install a\n',
      'FROM python:3.13\nRUN --mount=type=secret,id=pip,target=/etc/pip.conf --mount=type=cache,target=/root/.cache/pip pip install a\n',
      { ruleOptions },
    );
    checkNoFix('secret-mount-missing', 'FROM node:22\nRUN npm ci\n', { ruleOptions });
  });
});
