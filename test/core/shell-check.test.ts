import { describe, expect, it } from 'vitest';
import {
  analyze,
  catalogue,
  shellCheckQuestions,
  withShellCheck,
  type Finding,
  type LintSettings,
} from '../../server/src/core/index';
import { fakeAnswer, type FakeComment } from '../support/shell-check';

// What ShellCheck says of RUN scripts, beside our own findings.

function findings(text: string, comments: readonly FakeComment[], settings: LintSettings = {}): readonly Finding[] {
  const analysis = withShellCheck(catalogue, analyze(text, { settings }), settings, (question) =>
    fakeAnswer(question.text, comments),
  );
  return analysis.findings.filter(({ rule }) => rule.startsWith('shellcheck/'));
}

function shown(text: string, comments: readonly FakeComment[], settings?: LintSettings): readonly string[] {
  return findings(text, comments, settings).map(({ rule, span }) => `${rule}: ${text.slice(span.start, span.end)}`);
}

const UNUSED: FakeComment = { needle: 'unused=1', code: 2034 };

describe('the questions', () => {
  it('are the scripts of RUN in the shell that runs them, with what the Dockerfile sets before them', () => {
    const { model } = analyze(`FROM debian:bookworm
ARG VERSION=1.2
ENV NAME="it's"
RUN echo "$VERSION" \\
    # a comment
    && echo b
SHELL ["/bin/bash", "-eo", "pipefail", "-c"]
RUN true
ONBUILD RUN id
FROM alpine
RUN ["echo", "exec"]
RUN <<EOF
#!/bin/bash
id
EOF
SHELL ["powershell"]
RUN Get-Item
`);
    const questions = shellCheckQuestions(model);
    expect(questions.map(({ shell }) => shell)).toEqual(['dash', 'bash', 'bash', 'bash']);
    expect(questions[0]?.text).toContain("export VERSION='1.2'\n");
    expect(questions[0]?.text).toContain(`export NAME='it'"'"'s'\n`);
    expect(questions[0]?.text.split('\n').at(-1)).toMatch(/^echo "\$VERSION" {5,}&& echo b$/);
    expect(questions[1]?.text.split('\n').slice(-3)).toEqual(['set -e', 'set -o pipefail', 'true']);
    expect(questions[3]?.text.split('\n').slice(-2)).toEqual(['id', '']);
  });
});

describe('the answers', () => {
  it('stand at their words: after continuations, tabs and characters outside the BMP, and in heredocs', () => {
    expect(shown('FROM debian\r\nRUN echo "🚢" \\\r\n\t# no\r\n\t&& unused=1 \\\r\n\t; true\r\n', [UNUSED])).toEqual([
      'shellcheck/SC2034: unused=1',
    ]);
    expect(shown('FROM debian\nRUN <<EOF\necho a\n  unused=1\nEOF\n', [UNUSED])).toEqual([
      'shellcheck/SC2034: unused=1',
    ]);
    expect(shown('FROM debian\nONBUILD RUN unused=1; echo a\n', [UNUSED])).toEqual(['shellcheck/SC2034: unused=1']);
  });

  it('across a line end cover both lines', () => {
    expect(shown('FROM debian\nRUN a \\\n  b\n', [{ needle: 'a   b', code: 2050 }])).toEqual([
      'shellcheck/SC2050: a \\\n  b',
    ]);
  });

  it('without a width show the character that is there', () => {
    const text = 'FROM debian\nRUN [ a]\n';
    const { findings: all } = withShellCheck(catalogue, analyze(text), {}, ({ text: script }) => {
      const line = script.split('\n').length;
      const place = { line, endLine: line, column: 4, endColumn: 4 };
      return JSON.stringify({ comments: [{ file: '-', ...place, level: 'error', code: 1020, message: 'A space.' }] });
    });
    expect(
      all.filter(({ rule }) => rule === 'shellcheck/SC1020').map(({ span }) => text.slice(span.start, span.end)),
    ).toEqual([']']);
  });

  it('about the lines before the script are left out', () => {
    expect(shown('FROM debian\nARG A=1\nRUN true\n', [{ needle: 'export A', code: 2034 }])).toEqual([]);
  });

  it('that a rule of ours gives, or that only lack the context, are left out', () => {
    const comments = [2086, 2164, 1091, 2154].map((code) => ({ needle: 'cd', code }));
    expect(shown('FROM debian\nRUN cd /a; . /b\n', comments, { preset: 'strict' })).toEqual([]);
  });

  it('about bash go by the shell: none where it is not known, and those only that BusyBox does not know', () => {
    const comments = [
      { needle: 'xyz', code: 3028 },
      { needle: 'xyz', code: 3047 },
    ];
    expect(shown('FROM debian\nRUN xyz\n', comments).length).toBe(2);
    expect(shown('FROM alpine\nRUN xyz\n', comments)).toEqual(['shellcheck/SC3047: xyz']);
    expect(shown('FROM example.com/a\nRUN xyz\n', comments)).toEqual([]);
  });

  it('keep their severity; advice is for the strict preset', () => {
    const levels = ['error', 'warning', 'info', 'style'] as const;
    const comments = levels.map((level, i) => ({ needle: 'xyz', code: 2300 + i, level }));
    const severities = (settings: LintSettings): readonly string[] =>
      findings('FROM debian\nRUN xyz\n', comments, settings).map(({ severity }) => severity);
    expect(severities({})).toEqual(['error', 'warning']);
    expect(severities({ preset: 'strict' })).toEqual(['error', 'warning', 'info', 'hint']);
  });

  it('follow the settings of rules', () => {
    const text = 'FROM debian\nRUN unused=1; true\n';
    expect(shown(text, [UNUSED], { rules: { 'shellcheck/SC2034': 'off' } })).toEqual([]);
    expect(findings(text, [UNUSED], { rules: { 'shellcheck/sc2034': 'hint' } })[0]?.severity).toBe('hint');
    expect(shown(text, [UNUSED], { aliasLevels: { 'shellcheck/sc2034': 'off' } })).toEqual([]);
    expect(shown(text, [UNUSED], { only: ['apt-interactive'] })).toEqual([]);
  });

  it('are sorted among our own', () => {
    const text = 'FROM debian\nRUN unused=1; sudo true\n';
    const { findings: all } = withShellCheck(catalogue, analyze(text), {}, ({ text: script }) =>
      fakeAnswer(script, [UNUSED]),
    );
    const starts = all.map(({ span }) => span.start);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(all.some(({ rule }) => rule === 'sudo-in-run')).toBe(true);
  });

  it.each([
    '',
    'no JSON',
    '[]',
    '{"comments":3}',
    '{"comments":[{}, null, {"line":"1"}]}',
    '{"comments":[{"line":-1}]}',
  ])('that make no sense (%s) are none', (answer) => {
    const analysis = analyze('FROM debian\nRUN sudo true\n');
    expect(withShellCheck(catalogue, analysis, {}, () => answer).findings).toEqual(analysis.findings);
  });

  it('outside the script end inside it', () => {
    const text = 'FROM debian\nRUN true\n';
    const beyond = { file: '-', level: 'error', code: 2300, message: 'x', endLine: 999, endColumn: 999, column: 2 };
    const all = withShellCheck(catalogue, analyze(text), {}, ({ text: script }) =>
      JSON.stringify({ comments: [{ ...beyond, line: script.split('\n').length }] }),
    ).findings.filter(({ rule }) => rule === 'shellcheck/SC2300');
    expect(all.length).toBe(1);
    for (const { span } of all) expect(span.start <= span.end && span.end <= text.length).toBe(true);
  });
});

describe('comments that silence', () => {
  it.each(['shellcheck disable=SC2034', 'hadolint ignore=SC2034', 'plimsoll ignore=shellcheck/SC2034'])(
    '# %s above a RUN',
    (comment) => {
      expect(shown(`FROM debian\n# ${comment}\nRUN unused=1; true\n`, [UNUSED])).toEqual([]);
      expect(shown(`FROM debian\n# ${comment}\nRUN true\nRUN unused=1; true\n`, [UNUSED]).length).toBe(1);
    },
  );

  it('hold for our own rules of the same name', () => {
    const rules = (text: string): readonly string[] =>
      analyze(text, { settings: { preset: 'strict', only: ['unquoted-variable'] } }).findings.map(({ rule }) => rule);
    expect(rules('FROM debian\nARG A\nRUN echo $A\n').length).toBe(1);
    expect(rules('FROM debian\nARG A\n# shellcheck disable=SC2086,SC2046\nRUN echo $A\n')).toEqual([]);
    expect(rules('FROM debian\nARG A\nRUN true && \\\n  # shellcheck disable=SC2086\n  echo $A\n')).toEqual([]);
  });

  it('inside a heredoc hold for the next command, above all commands for the whole script', () => {
    const places = (body: string): readonly string[] => {
      const text = `FROM debian\nARG A\nRUN <<EOF\n${body}\nEOF\n`;
      return analyze(text, { settings: { preset: 'strict', only: ['unquoted-variable'] } }).findings.map(
        ({ span }) => text.slice(0, span.start).split('\n').at(-1) ?? '',
      );
    };
    expect(places('a $A\n# shellcheck disable=SC2086\nb $A\nc $A')).toEqual(['a ', 'c ']);
    expect(places('a $A\n# shellcheck disable=SC2086\nif b $A; then\n  c $A\nfi\nd $A')).toEqual(['a ', 'd ']);
    expect(places('#!/bin/sh\n# shellcheck disable=SC2086 # lists\na $A\nb $A')).toEqual([]);
    expect(places('# shellcheck disable=SC2046\na $A')).toEqual(['a ']);
  });
});
