import { defineRule, type Fix } from '../lint/rule';
import { joinPath } from '../model/paths';
import { isWindows } from '../model/windows';
import type { Word } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'workdir-below-another',
  aliases: [
    'hadolint/DL3000',
    'dockerfile-utils/WORKDIR_IS_NOT_ABSOLUTE',
    'trivy/DS-0009',
    'checkov/CKV_DOCKER_10',
    'kics/workdir_path_not_absolute',
    'sonar/S7021',
    'semgrep/use-absolute-workdir',
  ],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  needs: ['WORKDIR', 'ONBUILD'],
  summary: 'A relative WORKDIR goes on from another one of the file.',
  docs: `
\`WORKDIR src\` below \`WORKDIR /app\` means \`/app/src\`. The build does what is meant, but who moves, removes or changes the first
line moves the second one too, and a reader has to add them up. The Dockerfile reference recommends absolute paths throughout.

A relative WORKDIR that rests on the base image, which the file does not show, is reported by
[relative-workdir](relative-workdir.md) in the recommended preset. In ONBUILD it goes on from whatever holds in the file that
is built upon this image.

**When to ignore:** where steps below each other are easier to read, as after \`git clone\`.

**The fix** writes the absolute path, which the build uses already.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nWORKDIR /app\nCOPY . .\nWORKDIR src\n',
      good: 'FROM debian:bookworm-slim\nWORKDIR /app\nCOPY . .\nWORKDIR /app/src\n',
    },
  ],
  *checkStage({ model }, stage) {
    if (isWindows(stage)) return;
    for (const outer of stage.instructions) {
      const instruction = outer.trigger ?? outer;
      const [word] = instruction.keyword === 'WORKDIR' ? instruction.words : [];
      if (word === undefined) continue;
      const { workdir, workdirInstruction } = model.stateBefore(outer);
      const path = model.expandAt(word.value, outer);
      // Drive letters and `%temp%` are of Windows, whatever the base image is.
      if (path === undefined || path === '' || /^\/|^[A-Za-z]:[\\/]|^%.*%/.test(path)) continue;
      if (instruction !== outer) {
        yield {
          span: word.span,
          message: `"${word.value}" goes on from the working directory of the file that is built upon this image.`,
        };
      } else if (workdirInstruction !== undefined) {
        const fix = fixOf(word, workdir);
        yield {
          span: word.span,
          message: `"${word.value}" goes on from ${workdir ?? 'the WORKDIR before'}.`,
          ...(fix === undefined ? {} : { fixes: [fix] }),
        };
      }
    }
  },
});

function fixOf(word: Word, workdir: string | undefined): Fix | undefined {
  const path = /["'\\$`]/.test(word.text) ? undefined : joinPath(workdir, word.text);
  if (workdir === undefined || path === undefined || /[\s"'\\$`]/.test(workdir)) return undefined;
  return { title: `Write ${path}`, applicability: 'safe', edits: [replace(word.span, path)] };
}
