import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/src/core/index';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const rule = 'page-residue';

describe(rule, () => {
  it('S3-12: marks the language and the buttons of a page', () => {
    checkFindings(
      rule,
      `dockerfile
^^^^^^^^^^ ~ page-residue
Copy
^^^^ ~ page-residue
Edit
^^^^ ~ page-residue
FROM ubuntu
COPY . .
`,
    );
  });

  it('S3-12: removes the line', () => {
    checkFix(rule, 'Copy\nFROM ubuntu\n', 'FROM ubuntu\n');
    checkFix(rule, 'dockerfile\nCopy\nEdit\nFROM ubuntu\n', 'FROM ubuntu\n', { title: 'Remove the 3 lines' });
    checkFix(rule, 'FROM ubuntu\nRUN true\n```', 'FROM ubuntu\nRUN true');
    checkFix(rule, 'Edit\r\nFROM ubuntu\r\n', 'FROM ubuntu\r\n');
  });

  it('S3-12: leaves nothing for syntax-error to report again', () => {
    const text = 'dockerfile\nCopy\nEdit\nFROM ubuntu\nENV A=1 ...\n';
    const { findings } = analyze(text, { settings: { only: ['syntax-error', rule] } });
    expect(findings.map((finding) => finding.rule)).toEqual([rule, rule, rule, rule]);
  });

  it('marks line numbers, alone and before an instruction', () => {
    checkFindings(
      rule,
      `1 FROM ubuntu
^^ ~ page-residue
2
^ ~ page-residue
3. RUN true
^^^ ~ page-residue
`,
    );
    checkFix(rule, '1 FROM ubuntu\nRUN true\n', 'FROM ubuntu\nRUN true\n');
  });

  it('S4-27: marks placeholders', () => {
    checkFindings(
      rule,
      `FROM python:3.11-slim
ENV A=1 ...
        ^^^ ~ page-residue
CMD [..., ...]
     ^^^ ~ page-residue
          ^^^ ~ page-residue
...
^^^ ~ page-residue
`,
    );
    checkNoFix(rule, 'FROM python:3.11-slim\nENV A=1 ...\n');
  });

  it('S3-12: marks characters that stand for quotes, dashes and spaces', () => {
    checkFindings(
      rule,
      `FROM ubuntu
RUN apt-get install –y curl
                    ^ ~ page-residue
`,
    );
    checkFix(rule, 'FROM ubuntu\nCMD [“a”, “b”]\n', 'FROM ubuntu\nCMD ["a", "b"]\n');
    checkFix(rule, 'FROM ubuntu\nRUN\u00A0true\u00A0x\n'.replace('RUN\u00A0', 'RUN '), 'FROM ubuntu\nRUN true x\n');
    checkFix(rule, 'FROM ubuntu\nENV A=â€œbâ€\u009D\n', 'FROM ubuntu\nENV A="b"\n');
  });

  it('leaves an instruction that is about to be written', () => {
    checkNoFindings(rule, 'FROM ubuntu\nCOPY');
    checkNoFindings(rule, 'FROM ubuntu\ncopy\nRUN\n');
  });

  it('leaves text that people read', () => {
    checkNoFindings(rule, 'FROM ubuntu\n# “quoted” – and more\nLABEL d="a – b"\nRUN echo "it’s – fine" # …\n');
    checkNoFindings(rule, 'FROM golang:1.24\nRUN go build ./... && go vet ...\nCOPY a b\nRUN\n');
    checkNoFindings(rule, 'FROM ubuntu\nRUN <<EOF\necho “x” –y\n...\nEOF\n');
  });
});
