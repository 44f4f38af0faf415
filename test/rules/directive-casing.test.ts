import { describe, it } from 'vitest';
import { checkFindings, checkFix } from '../support/check';

describe('directive-casing', () => {
  it('marks a directive that is not in lower case', () => {
    checkFindings(
      'directive-casing',
      `# Syntax=docker/dockerfile:1
  ^^^^^^ ~ directive-casing
# escape=\`
FROM node
# ESCAPE=\`
`,
    );
  });

  it('writes it in lower case', () => {
    checkFix('directive-casing', '#ESCAPE = `\r\nFROM node', '#escape = `\r\nFROM node');
  });
});
