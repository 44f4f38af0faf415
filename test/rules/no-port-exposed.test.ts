import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('no-port-exposed', () => {
  it('marks a server without EXPOSE', () => {
    checkFindings(
      'no-port-exposed',
      `FROM python:3.13-slim
CMD ["gunicorn", "app:app"]
     ^^^^^^^^^^ ~ no-port-exposed
`,
    );
  });

  it('says nothing where the file or the base image exposes one, and of other programs', () => {
    checkNoFindings('no-port-exposed', 'FROM python:3.13-slim\nEXPOSE 80\nCMD ["gunicorn", "app:app"]\n');
    checkNoFindings('no-port-exposed', 'FROM nginx:1.28\nCMD ["nginx", "-g", "daemon off;"]\n');
    checkNoFindings('no-port-exposed', 'FROM python:3.13-slim\nCMD ["python", "job.py"]\n');
    checkNoFindings('no-port-exposed', 'ARG B\nFROM $B\nCMD ["gunicorn", "app:app"]\n');
  });

  it('adds the port that the command names, or the usual one', () => {
    checkFix(
      'no-port-exposed',
      'FROM python:3.13\nCMD ["gunicorn", "-b", "0.0.0.0:9001", "a:a"]',
      'FROM python:3.13\nEXPOSE 9001\nCMD ["gunicorn", "-b", "0.0.0.0:9001", "a:a"]',
    );
    checkNoFix('no-port-exposed', 'FROM python:3.13\nCMD exec gunicorn --bind :$PORT a:a\n');
    checkNoFix('no-port-exposed', 'FROM python:3.13\nCMD ["gunicorn", "--bind=unix:/run/a.sock", "a:a"]\n');
  });
});
