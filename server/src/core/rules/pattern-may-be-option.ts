import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { argumentsOf, programOf } from '../shell/splitting';
import { nodesOfType } from '../shell/tree';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'pattern-may-be-option',
  aliases: ['shellcheck/SC2035', 'sonar/S6573'],
  category: 'correctness',
  severity: 'hint',
  preset: 'strict',
  needs: ['RUN', 'ONBUILD'],
  summary: 'A file whose name begins with a dash would be taken as an option.',
  docs: `
\`*\` stands for all names in the directory, and one of them may begin with \`-\`. With \`./*\` no name can be an option.

An argument that is no file but a pattern for the program itself (\`find -name *.sh\`, \`apt-get purge *-doc\`) is replaced by
names of files just the same, where there are any, and wants quotes.

**When to ignore:** in a directory whose files are known.

**The fix** writes \`./\` before the pattern for programs that only work on the files.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nWORKDIR /tmp/build\nRUN rm -rf *\n',
      good: 'FROM debian:bookworm-slim\nWORKDIR /tmp/build\nRUN rm -rf ./*\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const { node } of nodesOfType(tree, 'Command')) {
      const name = programOf(node);
      if (name === undefined || /^(?:echo|printf|\[|test|export|local)$/.test(name)) continue;
      const words = argumentsOf(node);
      const end = words.findIndex(({ value }) => value === '--');
      for (const word of end === -1 ? words : words.slice(0, end)) {
        const [first] = word.parts ?? [];
        if (first?.type !== 'Glob' || first.kind === 'bracket' || first.pos !== word.pos) continue;
        const place = tree.source.spanOf(word.pos, word.end);
        yield {
          span: place,
          message: 'A name that begins with a dash would be taken as an option.',
          ...(/^(?:rm|mv|cp|chmod|chown|chgrp|touch)$/.test(name)
            ? {
                fixes: [
                  {
                    title: 'Write ./ before the pattern',
                    applicability: 'safe' as const,
                    edits: [insertAt(place.start, './')],
                  },
                ],
              }
            : {}),
        };
      }
    }
  },
});
