import { defineRule, type Fix } from '../lint/rule';
import { undefinedReads } from '../model/variable-reads';
import { replace } from '../text/edit';
import { touches } from '../text/span';

export default defineRule({
  id: 'fallback-always-taken',
  aliases: ['buildkit/UndefinedVar', 'tally/buildkit/UndefinedVar'],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  needs: ['ARG', 'ENV', 'LABEL', 'COPY', 'ADD', 'WORKDIR', 'USER', 'VOLUME', 'STOPSIGNAL'],
  summary: 'A variable with a fallback is never set, so that only the fallback is ever used.',
  docs: `
\`ARG VERSION=\${VERSION:-master}\` looks as if the caller's environment came first. It does not: BuildKit replaces variables
by what ARG, ENV and the base image have set, and at this point nothing has. \`ENV PORT=\${PORT:-8080}\` is \`ENV PORT=8080\`;
to let the caller choose, declare \`ARG PORT=8080\` before it. \`\${NAME:+x}\` of such a variable is nothing.

Of images whose variables are not known, nothing is said.

**When to ignore:** where the base image may set the variable one day.

**The fix** writes the fallback alone.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nARG VERSION=${VERSION:-master}\n',
      good: 'FROM debian:bookworm-slim\nARG VERSION=master\n',
    },
  ],
  *checkStage({ file, model }, asked) {
    for (const { name, span, stage, instruction, hasFallback } of undefinedReads(model, asked)) {
      if (!hasFallback || instruction.keyword === 'FROM' || model.globalArgs.has(name)) continue;
      if (!stage.isReachable || stage.facts?.distribution.family === 'windows') continue;
      if (file.problems.some((problem) => touches(problem.span, span))) continue;
      const [, fallback] = /^\$\{\w+:?-([\w./:@-]*)\}$/.exec(file.text.slice(span.start, span.end)) ?? [];
      const fixes: readonly Fix[] =
        fallback === undefined || fallback === ''
          ? []
          : [{ title: `Write ${fallback}`, applicability: 'safe', edits: [replace(span, fallback)] }];
      yield { span, message: `Nothing sets ${name} here, so that only its fallback is ever used.`, fixes };
    }
  },
});
