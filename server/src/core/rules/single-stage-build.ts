import { defineRule, type Fix } from '../lint/rule';
import { planMultiStage } from '../multistage/convert';
import type { DockerfileModel } from '../model/model';
import { leavingsOf, type Leavings } from '../multistage/leavings';
import type { Span } from '../text/span';

export default defineRule({
  id: 'single-stage-build',
  aliases: ['tally/prefer-multi-stage-build'],
  category: 'size',
  severity: 'info',
  preset: 'recommended',
  summary: 'The image ships what only its build needs.',
  docs: `
Compilers, headers, development dependencies and a full base image are needed to build, not to run. In a single stage
they all ship: the image is larger, slower to move, and has more programs for an attacker to use. A second stage that
gets the results alone leaves them behind. The rule speaks only where a conversion has something to leave behind.

**When to ignore:** images that are meant for development or for building.

**The fix** converts the file: the builder keeps your lines, the runtime stage gets a reason for each of its own. Every
conversion is checked against the original (configuration, files, packages, C library, release) before it is offered; in
VS Code it is shown as a diff first, on the command line \`plimsoll convert\` prints it.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: `FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
CMD ["python", "app.py"]
`,
      good: `FROM python:3.12-slim-bookworm AS builder
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

FROM python:3.12-slim-bookworm
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /app
COPY . .
CMD ["python", "app.py"]
`,
    },
  ],
  *check({ model, context }) {
    const leavings = leavingsOf(model, context);
    if (leavings === undefined) return;
    const packages = leavings.packages.filter(({ span }) => !isRemovedAgain(model, span));
    if (packages.length === 0 && leavings.packages.length > 0 && leavings.smallerBase === undefined) return;
    const [first, ...others] = packages;
    const span = leavings.smallerBase === undefined ? (first?.span ?? leavings.baseSpan) : leavings.baseSpan;
    yield {
      span,
      message: messageOf({ ...leavings, packages }),
      related: others.map((other) => ({ span: other.span, message: `${other.name} is for the build alone, too.` })),
      fixes: () => conversion(model, context),
    };
  },
});

/** The step that installs the package removes it too: it never gets into the image. */
function isRemovedAgain(model: DockerfileModel, span: Span): boolean {
  const instruction = model.file.instructions.find((one) => one.span.start <= span.start && span.end <= one.span.end);
  if (instruction === undefined) return false;
  const operations = model.packageOperationsOf(instruction);
  // `apt-mark auto '.*'; ...; apt-get purge --auto-remove` names what stays, not what goes.
  const isSweep = model.scriptOf(instruction).commands.some(({ name }) => name === 'apt-mark');
  const sweeps = operations.some(
    ({ action, subcommand, command, hasOption }) =>
      action === 'remove' &&
      command.span.start > span.start &&
      (subcommand.startsWith('auto') || hasOption(['--auto-remove', '--autoremove'])),
  );
  if (isSweep && sweeps) return true;
  const added = operations.find(({ operands }) => operands.some((word) => word.span.start === span.start));
  if (added === undefined) return false;
  const set = added.options.find(({ name }) => name === '--virtual' || name === '-t')?.value;
  const name = model.file.text.slice(span.start, span.end);
  return operations.some(
    ({ action, command, operands }) =>
      action === 'remove' &&
      command.span.start > added.command.span.start &&
      operands.some(({ text }) => text === name || text === set),
  );
}

function messageOf({ packages, smallerBase }: Leavings): string {
  const names = packages.map(({ name }) => name);
  const shown = names.length > 3 ? [...names.slice(0, 3), 'more'] : names;
  const listed = shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}` : (shown[0] ?? '');
  if (smallerBase === undefined) {
    return names.length === 0
      ? 'The image ships development dependencies; a second stage would leave them behind.'
      : `The image ships ${listed}, which only the build needs; a second stage would leave ${names.length > 1 ? 'them' : 'it'} behind.`;
  }
  const also = listed === '' ? '' : `, and ${listed}`;
  return `The image ships the build tools of its base${also}; a second stage could run on ${smallerBase}.`;
}

function conversion(
  model: Parameters<typeof leavingsOf>[0],
  context: Parameters<typeof leavingsOf>[1],
): readonly Fix[] {
  const plan = planMultiStage({ model, context });
  if (plan.kind === 'refusal') return [];
  const because =
    'The image gets other layers and, where the plan says so, another base: look at the reasons of each move.';
  return [{ title: 'Convert to a multi-stage build', applicability: 'review', because, edits: plan.edits }];
}
