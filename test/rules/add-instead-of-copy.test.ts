import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const rule = 'add-instead-of-copy';

describe(rule, () => {
  it('marks the keyword', () => {
    checkFindings(
      rule,
      `FROM debian
ADD --chown=1:1 app.py conf/ /app/
^^^ ~ add-instead-of-copy
`,
    );
  });

  it('replaces the keyword in its case', () => {
    expect(checkFix(rule, 'FROM debian\nADD . /app\n', 'FROM debian\nCOPY . /app\n').applicability).toBe('safe');
    checkFix(rule, 'from debian\nadd ["a b", "/app"]\n', 'from debian\ncopy ["a b", "/app"]\n');
  });

  it('leaves archives, addresses, repositories and what is not known', () => {
    for (const source of [
      'rootfs.tar.xz',
      'a.tgz',
      '*.tar.gz',
      'app.tar*',
      'https://example.com/a.py',
      'https://github.com/a/b.git#v1',
      'git@github.com:a/b.git',
      '${ARCHIVE}',
    ]) {
      checkNoFindings(rule, `FROM debian\nARG ARCHIVE\nADD ${source} /app/\n`);
    }
    checkNoFindings(rule, 'FROM debian\nADD --unpack=true a /app/\n');
  });

  it('knows files by the name of their variable, and takes an unset one for no file', () => {
    const fix = checkFix(
      rule,
      'FROM debian\nARG JAR_FILE\nADD ${JAR_FILE} app.jar\n',
      'FROM debian\nARG JAR_FILE\nCOPY ${JAR_FILE} app.jar\n',
    );
    expect(fix.applicability).toBe('review');
    checkFix(
      rule,
      'FROM debian\nARG NAME\nADD target/${NAME}.jar app.jar\n',
      'FROM debian\nARG NAME\nCOPY target/${NAME}.jar app.jar\n',
    );
    checkNoFindings(rule, 'FROM debian\nADD $UNSET /app\n');
    checkNoFindings(rule, 'FROM debian\nARG JAR_FILE=https://example.com/a.jar\nADD ${JAR_FILE} app.jar\n');
    checkNoFindings(rule, 'FROM debian\nARG URL\nADD ${URL}/a.jar /app/\nADD https://example.com/${URL}.jar /app/\n');
  });

  it('asks for a look where a pattern may match an archive, and in triggers', () => {
    expect(checkFix(rule, 'FROM debian\nADD dist/app* /x/\n', 'FROM debian\nCOPY dist/app* /x/\n').applicability).toBe(
      'review',
    );
    expect(checkFix(rule, 'FROM debian\nADD *.py /x/\n', 'FROM debian\nCOPY *.py /x/\n').applicability).toBe('safe');
    expect(checkFix(rule, 'FROM debian\nONBUILD ADD . /x\n', 'FROM debian\nONBUILD COPY . /x\n').applicability).toBe(
      'review',
    );
  });
});
