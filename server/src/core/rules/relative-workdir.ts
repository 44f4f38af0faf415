import { defineRule, type Fix } from '../lint/rule';
import { joinPath } from '../model/paths';
import type { Stage } from '../model/stage';
import { isWindows } from '../model/windows';
import type { Word } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'relative-workdir',
  aliases: [
    'hadolint/DL3000',
    'buildkit/WorkdirRelativePath',
    'tally/buildkit/WorkdirRelativePath',
    'dockerfile-utils/WORKDIR_IS_NOT_ABSOLUTE',
    'trivy/DS-0009',
    'checkov/CKV_DOCKER_10',
    'kics/workdir_path_not_absolute',
    'sonar/S7021',
    'semgrep/use-absolute-workdir',
  ],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['WORKDIR'],
  summary: 'A relative WORKDIR rests on the base image.',
  docs: `
A relative WORKDIR goes on from the one before. The first one of a stage goes on from the base image's, which most readers
do not know and its author may change: \`WORKDIR app\` is \`/app\` on python and \`/go/app\` on golang.

A relative path below an absolute WORKDIR of the same file is clear and left alone.

**When to ignore:** where the base image's directory is a contract.

**The fix** writes the absolute path that the build uses now; where the base image is not known it assumes \`/\` and asks for
a look.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nWORKDIR app\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\n',
    },
  ],
  *checkStage({ model }, stage) {
    // The first WORKDIR decides: the others go on from it.
    const first = stage.instructions.find(({ keyword }) => keyword === 'WORKDIR');
    const word = first?.words[0];
    if (first === undefined || word === undefined || model.stateBefore(first).workdirInstruction !== undefined) return;
    const path = model.expandAt(word.value, first);
    if (path === undefined || path === '' || isAbsolute(path, stage)) return;
    const fix = fixOf(stage, word, model.stateBefore(first).workdir);
    yield {
      span: word.span,
      message: `"${word.value}" goes on from the working directory of the base image.`,
      ...(fix === undefined ? {} : { fixes: [fix] }),
    };
  },
});

/** A drive letter makes a path absolute on Windows; whether that is what the image is, nobody knows of an unknown one. */
function isAbsolute(path: string, stage: Stage): boolean {
  if (path.startsWith('/')) return true;
  const mayBeWindows = stage.facts === undefined || isWindows(stage);
  return mayBeWindows && /^(?:\\|[A-Za-z]:)/.test(path);
}

function fixOf(stage: Stage, word: Word, workdir: string | undefined): Fix | undefined {
  if (isWindows(stage) || /["'\\$`:]/.test(word.text)) return undefined;
  if (stage.facts?.config.hasOnbuild === true) return undefined;
  const path = joinPath(workdir ?? '/', word.text);
  if (path === undefined) return undefined;
  const title = `Write ${path}`;
  const edits = [replace(word.span, path)];
  const isKnown = workdir !== undefined && (stage.parent !== undefined || stage.facts?.config.workdir !== undefined);
  if (isKnown) return { title, applicability: 'safe', edits };
  return {
    title,
    applicability: 'review',
    because: 'The base image may have another working directory than /.',
    edits,
  };
}
