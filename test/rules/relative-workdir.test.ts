import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const rule = 'relative-workdir';

describe(rule, () => {
  it('marks the path', () => {
    checkFindings(
      rule,
      `FROM debian:bookworm
WORKDIR app/src
        ^^^^^^^ ~ relative-workdir
WORKDIR deeper
`,
    );
  });

  it('writes the path that the build uses', () => {
    const fix = checkFix(rule, 'FROM golang:1.26\nWORKDIR ./app\n', 'FROM golang:1.26\nWORKDIR /go/app\n');
    expect(fix.applicability).toBe('safe');
    const guess = checkFix(rule, 'FROM example.com/a\nWORKDIR app\n', 'FROM example.com/a\nWORKDIR /app\n');
    expect(guess.applicability).toBe('review');
    checkNoFix(rule, 'FROM debian\nENV A=b\nWORKDIR $A\n');
  });

  it('knows that a drive letter means nothing on Linux', () => {
    checkNoFix(rule, 'FROM debian\nWORKDIR C:/app\n');
  });

  it('leaves what goes on from an absolute path of the file, unknown variables and Windows paths', () => {
    checkNoFindings(rule, 'FROM debian\nWORKDIR /a\nWORKDIR b\n');
    checkNoFindings(rule, 'FROM debian AS a\nWORKDIR /a\nFROM a\nWORKDIR b\n');
    checkNoFindings(rule, 'FROM debian\nARG D\nWORKDIR $D\nWORKDIR b\n');
    checkNoFindings(rule, 'FROM debian\nENV D=/d\nWORKDIR $D\n');
    checkNoFindings(rule, 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nWORKDIR C:\\app\n');
  });

  it('rewrites nothing on images with a working directory of their own', () => {
    checkNoFix('relative-workdir', 'FROM python:onbuild\nWORKDIR app\n');
  });

  it('takes a drive letter for absolute where only Windows has the shell', () => {
    checkNoFindings('relative-workdir', 'FROM python:3.13\nSHELL ["powershell", "-Command"]\nWORKDIR C:\\\\app\n');
    checkFindings(
      'relative-workdir',
      'FROM python:3.13\nSHELL ["/bin/bash", "-c"]\nWORKDIR C:\\\\app\n        ^^^^^^^ ~ relative-workdir\n',
    );
  });
});
