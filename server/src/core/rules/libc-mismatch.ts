import type { Libc } from '../knowledge/image-facts';
import { defineRule, type Fix } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { commandsOfChain, isStaticGoBuild, stageCopies, type StageCopy } from '../model/stage-artifacts';
import type { Stage } from '../model/stage';
import { containerStart } from '../model/start';
import { insertAt, replace } from '../text/edit';

export default defineRule({
  id: 'libc-mismatch',
  aliases: ['dockerfile-doctor/DD062', 'dockerfile-optimizer/GO002'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['several stages'],
  summary: 'Compiled files are copied to an image with another C library.',
  docs: `
Debian, Ubuntu and Red Hat have glibc, Alpine has musl, \`scratch\` and distroless/static have no C library. A program or
an extension module that is linked to one does not start with the other: "no such file or directory" although the file
is there, or an ImportError. Pure Python or JavaScript works, so that it shows only with the first compiled package.

What counts: Python packages, \`node_modules\`, gems, Rust programs, and Go programs unless they are built with
\`CGO_ENABLED=0\` (Go's network code links to the C library where a C compiler is there). Silent with \`gcompat\` or
\`libc6-compat\` in the final stage.

**When to ignore:** where nothing that is copied was compiled.

**The fix** takes the builder's base image for the other stage too, or sets \`CGO_ENABLED=0\` for the Go build.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim AS build\nRUN pip install flask\nFROM python:3.13-alpine\nCOPY --from=build /usr/local/lib/python3.13/site-packages /usr/local/lib/python3.13/site-packages\nCMD ["python", "-m", "flask", "run"]\n',
      good: 'FROM python:3.13-slim AS build\nRUN pip install flask\nFROM python:3.13-slim\nCOPY --from=build /usr/local/lib/python3.13/site-packages /usr/local/lib/python3.13/site-packages\nCMD ["python", "-m", "flask", "run"]\n',
    },
    {
      bad: 'FROM golang:1.26 AS build\nWORKDIR /src\nRUN go build -o /app .\nFROM alpine:3.22\nCOPY --from=build /app /app\nCMD ["/app"]\n',
      good: 'FROM golang:1.26 AS build\nWORKDIR /src\nRUN CGO_ENABLED=0 go build -o /app .\nFROM alpine:3.22\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    },
  ],
  *check({ model, context }) {
    const seen = new Set<string>();
    for (const found of stageCopies(model)) {
      const { from, to, content, word } = found;
      const built = from.facts?.libc;
      const run = to.facts?.libc;
      if (content === undefined || built === undefined || run === undefined || built === run) continue;
      if (!to.isShipped || !isPair(built, run, content.kind) || hasCompatibility(model, to)) continue;
      // An image without a command hands files over (`docker build --output`): nothing starts in it.
      if (run === 'none' && !containerStart(model, model.finalStage ?? to, context).isSet) continue;
      if (content.kind === 'go-program' && !linksToLibc(model, content, from, built)) continue;
      const key = `${from.index}>${to.index}:${content.kind}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield {
        span: word.span,
        message: messageOf(found, built, run),
        related: from.baseWord === undefined ? [] : [{ span: from.baseWord.span, message: `Built with ${built}.` }],
        fixes: fixesOf(model, found),
      };
    }
  },
});

function isPair(built: Libc, run: Libc, kind: string): boolean {
  if (built !== 'glibc' && built !== 'musl') return false;
  return run === 'glibc' || run === 'musl' || (run === 'none' && (kind === 'go-program' || kind === 'program'));
}

function hasCompatibility(model: DockerfileModel, stage: Stage): boolean {
  return commandsOfChain(model, stage).some(({ command }) =>
    command.args.some(({ text }) => /^(?:gcompat|libc6-compat)\b|glibc|musl|ld-linux/.test(text)),
  );
}

function linksToLibc(
  model: DockerfileModel,
  {
    build,
    instruction,
  }: { build: Parameters<typeof isStaticGoBuild>[1]; instruction: Parameters<typeof isStaticGoBuild>[2] },
  from: Stage,
  built: Libc,
): boolean {
  if (isStaticGoBuild(model, build, instruction)) return false;
  // Without a C compiler, as in golang:alpine, Go 1.20 and newer turn cgo off themselves.
  if (built === 'glibc') return true;
  return commandsOfChain(model, from).some(({ command }) =>
    command.args.some(({ text }) => /^(?:gcc|build-base|alpine-sdk|clang)\b/.test(text)),
  );
}

const NAMES: Readonly<Record<string, string>> = {
  'python-packages': 'Python packages',
  'node-modules': 'Node modules',
  gems: 'Gems',
  'go-program': 'A Go program',
  program: 'A program',
};

function messageOf({ content, to }: StageCopy, built: Libc, run: Libc): string {
  const target =
    run === 'none'
      ? `${to.image?.text ?? 'the image'} has no C library`
      : `${to.image?.text ?? 'the image'} has ${run}`;
  const what = NAMES[content?.kind ?? ''] ?? 'A file';
  if (content?.kind === 'go-program')
    return `${what} that opens connections is linked to ${built} unless CGO_ENABLED=0 is set for its build; ${target}.`;
  return content?.kind === 'program'
    ? `${what} linked to ${built} is copied here; ${target}.`
    : `${what} built for ${built} are copied here; ${target}.`;
}

function fixesOf(model: DockerfileModel, { content, from, to }: StageCopy): readonly Fix[] {
  if (content?.kind === 'go-program') {
    const { build, instruction } = content;
    if (instruction.exec !== undefined || build.wrappers.length > 0) return [];
    const because = 'A program that uses C code cannot be built with CGO_ENABLED=0.';
    return [
      {
        title: 'Set CGO_ENABLED=0',
        applicability: 'review',
        because,
        edits: [insertAt(build.span.start, 'CGO_ENABLED=0 ')],
      },
    ];
  }
  const base = from.parent === undefined ? from.baseWord : undefined;
  const place = to.parent === undefined ? to.baseWord : undefined;
  if (base === undefined || place === undefined || from.image?.repository !== to.image?.repository) return [];
  const isTied = commandsOfChain(model, to).some(({ command }) =>
    /^(?:apk|apt|apt-get|addgroup|adduser|useradd|groupadd)$/.test(command.name ?? ''),
  );
  if (isTied) return [];
  const because = "The image gets the size and the packages of the builder's base image.";
  return [
    { title: `Use ${base.text} here too`, applicability: 'review', because, edits: [replace(place.span, base.text)] },
  ];
}
