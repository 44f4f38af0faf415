import { defineRule } from '../lint/rule';

// Names that say "I am a step on the way": nobody builds such a stage with --target.
const STEP =
  /^(?:builder?|compiler?|deps|dependencies|vendor|installer|assets|packages|modules|fetch|download(?:er)?)(?:[-_]?(?:stage|step|env|image|base|\d+))?$/;

export default defineRule({
  id: 'unused-stage',
  aliases: ['tally/no-unreachable-stages'],
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  needs: ['several stages'],
  summary: 'Nothing uses a stage.',
  docs: `
BuildKit builds only what the wanted stage needs. A stage that no other one stands on or copies from is skipped; what
it tests or compiles never happens. Often a \`COPY --from=\` was forgotten, or the stage is left over.

Only stages that nobody can mean to build by themselves are reported: those without a name, and those named after a
step (\`builder\`, \`deps\`, ...). Stages such as \`test\` or \`development\` are built with \`--target\`.

**When to ignore:** where the stage is a target of \`docker build --target\`, Compose or Bake.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM node:24-slim AS builder\nRUN npm run build\nFROM nginx:1.29\nCOPY dist /usr/share/nginx/html\n',
      good: 'FROM node:24-slim AS builder\nRUN npm run build\nFROM nginx:1.29\nCOPY --from=builder /dist /usr/share/nginx/html\n',
    },
  ],
  *check({ model }) {
    const { stages } = model;
    // A stage that any other one refers to is part of another target, or of a chain reported at its end.
    const isNeeded = new Set(stages.flatMap(({ parent }) => parent ?? []));
    let referenced: ReadonlySet<number> | undefined;
    for (const stage of stages) {
      if (stage.isReachable || isNeeded.has(stage) || stage.baseWord === undefined) continue;
      if (stage.name !== undefined && !STEP.test(stage.name)) continue;
      if (isReferenced(stage.index) || mayBeChosen(stage.name)) continue;
      yield {
        span: stage.nameWord?.span ?? stage.baseWord.span,
        message: `${stage.name === undefined ? 'This stage' : `The stage ${stage.name}`} is never built: no later stage uses it.`,
      };
    }

    // `FROM build-${TARGETARCH}` may stand for any stage of such a name.
    function mayBeChosen(name: string | undefined): boolean {
      return stages.some(({ baseWord }) => {
        if (name === undefined || baseWord?.text.includes('$') !== true) return false;
        const pattern = baseWord.value.split(/\$\{[^}]*\}|\$\w+/).map((part) => part.replace(/[^\w-]/g, '\\$&'));
        return new RegExp(`^${pattern.join('.*')}$`).test(name);
      });
    }

    function isReferenced(index: number): boolean {
      referenced ??= new Set(
        stages.flatMap((other) =>
          other.instructions.flatMap((instruction) => {
            const from = model.copyOf(instruction)?.from;
            return from?.kind === 'stage' ? [from.stage.index] : [];
          }),
        ),
      );
      return referenced.has(index);
    }
  },
});
