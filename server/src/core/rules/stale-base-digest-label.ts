import { removePair } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';

export default defineRule({
  id: 'stale-base-digest-label',
  aliases: ['tally/labels/no-stale-base-digest'],
  category: 'reproducibility',
  severity: 'warning',
  preset: 'strict',
  needs: ['LABEL'],
  summary: 'A label names the digest of a base image that the build does not pin.',
  docs: `
\`org.opencontainers.image.base.digest\` tells scanners and update tools which image this one stands on. Written as a
constant beside a FROM without that digest, it was right on the day it was written: the next build takes another image, and
the label still names the old one.

A label whose value comes from an argument is not reported: there the build can give the true one.

**When to ignore:** where something else keeps the label true.

**The fix** removes the label; BuildKit's provenance records the digests of all images that a build used.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM alpine:3.22\nLABEL org.opencontainers.image.base.digest="sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1"\n',
      good: 'FROM alpine:3.22\nLABEL org.opencontainers.image.base.name="docker.io/library/alpine:3.22"\n',
    },
  ],
  *check({ file, model }) {
    const stage = model.finalStage;
    if (stage?.image === undefined || stage.baseWord === undefined) return;
    const { digest, text } = stage.image;
    for (const instruction of stageChain(stage).flatMap(({ instructions }) => instructions)) {
      if (instruction.keyword !== 'LABEL') continue;
      for (const pair of instruction.pairs) {
        const { key, value = '', span } = pair;
        if (key !== 'org.opencontainers.image.base.digest' || value === '' || value.includes('$')) continue;
        if (digest !== undefined && value === digest) continue;
        const edit = removePair(file, instruction, pair);
        yield {
          span,
          message:
            digest === undefined
              ? `The label names one digest, and FROM takes whatever ${text} is at the time.`
              : 'The label names another digest than FROM.',
          fixes:
            edit === undefined
              ? []
              : [
                  {
                    title: 'Remove the label',
                    applicability: 'review',
                    because: 'The image loses the label, which tools may read.',
                    edits: [edit],
                  },
                ],
        };
      }
    }
  },
});
