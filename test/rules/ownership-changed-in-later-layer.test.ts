import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('ownership-changed-in-later-layer', () => {
  it('marks a recursive chown or chmod of what COPY brought', () => {
    checkFindings(
      'ownership-changed-in-later-layer',
      `FROM node:22
WORKDIR /app
COPY . .
RUN chown -R node:node /app
    ^^^^^^^^^^^^^^^^^^^^^^^ ~ ownership-changed-in-later-layer
RUN chmod -R 755 .
    ^^^^^^^^^^^^^^ ~ ownership-changed-in-later-layer
`,
    );
  });

  it('S4-14: says nothing of a directory that the RUN makes', () => {
    checkNoFindings(
      'ownership-changed-in-later-layer',
      'FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN mkdir -p logs && chown appuser:appgroup logs\nRUN mkdir -p /app/logs && chown -R appuser /app/logs\n',
    );
  });

  it('says nothing where COPY sets the same owner, where the files are elsewhere, or in a stage that does not ship', () => {
    checkNoFindings(
      'ownership-changed-in-later-layer',
      'FROM node:22\nCOPY --chown=node:node . /app\nRUN chown -R node:node /app\n',
    );
    checkNoFindings('ownership-changed-in-later-layer', 'FROM node:22\nCOPY . /app\nRUN chown -R node:node /data\n');
    checkNoFindings(
      'ownership-changed-in-later-layer',
      'FROM node:22 AS a\nCOPY . /app/\nRUN chown -R node:node /app\nFROM node:22\nCOPY --from=a /app /app\n',
    );
  });

  it('says nothing where a single file was copied', () => {
    checkNoFindings(
      'ownership-changed-in-later-layer',
      'FROM nginx\nCOPY nginx.conf /etc/nginx/\nRUN chown -R nginx:nginx /etc/nginx && chmod +x /entrypoint.sh\n',
    );
  });

  it('sets the owner with COPY, and leaves chown the directory itself', () => {
    const fix = checkFix(
      'ownership-changed-in-later-layer',
      'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nCOPY src/ ./\nRUN chown -R node:node /app\nUSER node\n',
      'FROM node:22\nWORKDIR /app\nCOPY --chown=node:node package.json ./\nCOPY --chown=node:node src/ ./\nRUN chown node:node /app\nUSER node\n',
    );
    expect(fix.applicability).toBe('review');
  });

  it('keeps the group that chown leaves alone', () => {
    checkFix(
      'ownership-changed-in-later-layer',
      'FROM debian\nRUN useradd app\nWORKDIR /app\nCOPY . .\nRUN chown -R app /app\n',
      'FROM debian\nRUN useradd app\nWORKDIR /app\nCOPY --chown=app:0 . .\nRUN chown app /app\n',
    );
  });

  it('offers no fix where another step fills the directory, or the user comes later', () => {
    checkNoFix(
      'ownership-changed-in-later-layer',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN chown -R node:node /app\n',
    );
    checkNoFix(
      'ownership-changed-in-later-layer',
      'FROM debian\nWORKDIR /app\nCOPY . .\nRUN useradd app && chown -R app:app /app\n',
    );
  });

  it('sets a mode with --chmod, and takes ADD and a directory without a slash for what they are', () => {
    checkFix(
      'ownership-changed-in-later-layer',
      'FROM debian\nADD . /srv\nRUN chmod -R 755 /srv\n',
      'FROM debian\nADD --chmod=755 . /srv\nRUN chmod 755 /srv\n',
    );
    checkFix(
      'ownership-changed-in-later-layer',
      'FROM node:22\nWORKDIR /app\nCOPY . /app\nRUN chown -R node:node .\n',
      'FROM node:22\nWORKDIR /app\nCOPY --chown=node:node . /app\nRUN chown node:node .\n',
    );
    checkNoFix('ownership-changed-in-later-layer', 'FROM debian\nCOPY . /srv/\nRUN chmod -R a+x /srv\n');
  });
});
