import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('ignored-directive', () => {
  it('marks a directive below a comment, a blank line or an instruction', () => {
    checkFindings(
      'ignored-directive',
      `# Build with make
# syntax=docker/dockerfile:1
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ ignored-directive
FROM node
`,
    );
    checkFindings(
      'ignored-directive',
      `
# escape=\`
^^^^^^^^^^ ~ ignored-directive
FROM node
`,
    );
    checkFindings(
      'ignored-directive',
      `ARG A=1
# syntax = docker/dockerfile:1.4
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ ignored-directive
FROM node
`,
    );
  });

  it('marks a misspelt name', () => {
    checkFindings(
      'ignored-directive',
      `# sytnax=docker/dockerfile:1
  ^^^^^^ ~ ignored-directive
FROM node
`,
    );
    checkFindings('ignored-directive', '# chek=skip=all\n  ^^^^ ~ ignored-directive\nFROM node\n');
  });

  it('says nothing of directives that count, of prose, and of comments of a check', () => {
    checkNoFindings('ignored-directive', '# syntax=docker/dockerfile:1\n# check=skip=all\n# escape=`\nFROM node\n');
    checkNoFindings('ignored-directive', '# The syntax = of ENV\n# syntax=new\n# escape=yes\nFROM node\n');
    checkNoFindings('ignored-directive', 'FROM node\n# check=skip=JSONArgsRecommended\nCMD a\n');
    checkNoFindings(
      'ignored-directive',
      '# syntax=docker/dockerfile:1\n# x\n# syntax=docker/dockerfile:1\nFROM node\n',
    );
    checkNoFindings('ignored-directive', 'FROM node\nRUN <<EOF\n# syntax=docker/dockerfile:1\nEOF\n');
  });

  it('counts a first line that starts with #! out, as BuildKit does', () => {
    checkNoFindings('ignored-directive', '#!/usr/bin/env docker\n# syntax=docker/dockerfile:1\nFROM node\n');
  });

  it('moves it to the top, below a byte order mark and other directives', () => {
    const fix = checkFix(
      'ignored-directive',
      '\uFEFF# escape=`\r\n# x\r\n# syntax = docker/dockerfile:1\r\nFROM node\r\n',
      '\uFEFF# escape=`\r\n# syntax=docker/dockerfile:1\r\n# x\r\nFROM node\r\n',
    );
    expect(fix.applicability).toBe('review');
    checkFix('ignored-directive', '\uFEFF\n# escape=`\nFROM node\n', '\uFEFF# escape=`\n\nFROM node\n');
  });

  it('keeps a missing line ending at the end of the file missing', () => {
    checkFix('ignored-directive', 'FROM a\r\n# escape=`', '# escape=`\r\nFROM a');
  });

  it('does not move an escape character where lines are continued with the other one', () => {
    checkNoFix('ignored-directive', '# x\n# escape=`\nFROM a\nRUN b \\\n  c\n');
    checkNoFix('ignored-directive', '# x\n# escape=`\nFROM a\nRUN echo `date`\nCMD b\n');
    checkFix(
      'ignored-directive',
      '# x\n# escape=`\nFROM a\nRUN b `\n  c:\\d\n',
      '# escape=`\n# x\nFROM a\nRUN b `\n  c:\\d\n',
    );
  });

  it('corrects a name in place, and moves it where it stands too low', () => {
    checkFix('ignored-directive', '#synatx=docker/dockerfile:1\nFROM a\n', '#syntax=docker/dockerfile:1\nFROM a\n');
    checkFix(
      'ignored-directive',
      '# x\n# synatx=docker/dockerfile:1\nFROM a\n',
      '# syntax=docker/dockerfile:1\n# x\nFROM a\n',
    );
  });
});
