import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { labelsOf } from '../model/labels';

export default defineRule({
  id: 'label-buildx-overlap',
  aliases: ['tally/labels/no-buildx-git-overlap'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['LABEL'],
  summary: 'A label is written by hand that buildx writes as well.',
  docs: `
With the variable BUILDX_GIT_LABELS set, buildx labels the image with what it knows from git:
\`org.opencontainers.image.revision\` and \`com.docker.image.source.entrypoint\`, and with the value \`full\` also
\`org.opencontainers.image.source\`. Its labels win over those of the Dockerfile, which then only mislead whoever reads the
file.

buildx does so only where that variable is set, which no Dockerfile tells. So the rule says nothing until the option
\`buildxGitLabels\` does: \`1\` or \`full\`, as you have it in the environment of your builds.

**When to ignore:** where some builds run without the variable.
`,
  fixes: 'never',
  options: { buildxGitLabels: 'off' },
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nARG REVISION\nLABEL org.opencontainers.image.revision=$REVISION\n',
      good: 'FROM debian:bookworm-slim\nLABEL org.opencontainers.image.title="shop"\n',
      options: { buildxGitLabels: 'full' },
    },
  ],
  *check({ model, options }) {
    const mode: string = options.buildxGitLabels;
    if (!/^(?:1|true|full)$/.test(mode) || model.finalStage === undefined) return;
    const written = mode === 'full' ? [...REVISION, 'org.opencontainers.image.source'] : REVISION;
    const instructions = stageChain(model.finalStage).flatMap((stage) => stage.instructions);
    const labels = labelsOf(instructions.filter(({ trigger }) => trigger === undefined));
    const last = new Map(labels.map((label) => [label.key, label]));
    for (const label of labels) {
      if (!written.includes(label.key) || label.instruction.isLegacyPair || last.get(label.key) !== label) continue;
      yield {
        span: label.pair.keySpan,
        message: `buildx writes the label "${label.key}" itself, and its value wins.`,
      };
    }
  },
});

const REVISION = ['org.opencontainers.image.revision', 'com.docker.image.source.entrypoint'];
