import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('heredoc-without-errexit', () => {
  it('marks a heredoc in which a failure is passed over', () => {
    checkFindings(
      'heredoc-without-errexit',
      `FROM debian
RUN <<EOF
    ^^^^^ ~ heredoc-without-errexit
apt-get update
apt-get install -y curl
EOF
RUN <<-E
    ^^^^ ~ heredoc-without-errexit
	a && b; c
	E
`,
    );
  });

  it('says nothing where the failure counts', () => {
    checkNoFindings('heredoc-without-errexit', 'FROM a\nRUN <<EOF\nset -eux\na\nb\nEOF\n');
    checkNoFindings('heredoc-without-errexit', 'FROM a\nRUN <<EOF\nset -o errexit\na\nb\nEOF\n');
    checkNoFindings('heredoc-without-errexit', 'FROM a\nRUN <<EOF\n#!/bin/bash -e\na\nb\nEOF\n');
    checkNoFindings('heredoc-without-errexit', 'FROM a\nSHELL ["/bin/bash", "-euc"]\nRUN <<EOF\na\nb\nEOF\n');
    checkNoFindings('heredoc-without-errexit', 'FROM a\nRUN <<EOF\na && b &&\nc\nEOF\n');
    checkNoFindings('heredoc-without-errexit', 'FROM a\nRUN <<EOF\na\nEOF\n');
  });

  it('says nothing where nothing can fail, or the failure is dealt with', () => {
    checkNoFindings('heredoc-without-errexit', 'FROM a\nRUN <<EOF\necho start\nexport A=1\nmake\nEOF\n');
    checkNoFindings('heredoc-without-errexit', 'FROM a\nRUN <<EOF\na || true\nb\nEOF\n');
    checkNoFindings('heredoc-without-errexit', 'FROM a\nRUN <<EOF\nif grep -q x /y; then a; fi\nb\nEOF\n');
  });

  it('says nothing of other interpreters, of files, and of other shells', () => {
    checkNoFindings('heredoc-without-errexit', 'FROM a\nRUN <<EOF\n#!/usr/bin/env python3\na()\nb()\nEOF\n');
    checkNoFindings('heredoc-without-errexit', 'FROM a\nCOPY <<EOF /x\na\nb\nEOF\n');
    checkNoFindings('heredoc-without-errexit', 'FROM a\nSHELL ["pwsh", "-c"]\nRUN <<EOF\na\nb\nEOF\n');
  });

  it('adds set -e, below a first line that names the shell and indented as the rest', () => {
    checkFix(
      'heredoc-without-errexit',
      'FROM a\r\nRUN <<E\r\na\r\nb\r\nE\r\n',
      'FROM a\r\nRUN <<E\r\nset -e\r\na\r\nb\r\nE\r\n',
    );
    checkFix(
      'heredoc-without-errexit',
      'FROM a\nRUN <<-E\n\t#!/bin/sh\n\ta\n\tb\n\tE\n',
      'FROM a\nRUN <<-E\n\t#!/bin/sh\n\tset -e\n\ta\n\tb\n\tE\n',
    );
  });
});
