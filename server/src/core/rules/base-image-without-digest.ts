import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'base-image-without-digest',
  aliases: ['semgrep/dockerfile-source-not-pinned', 'sonar/S7023'],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  needs: ['FROM'],
  summary: 'A base image is named by its tag only, which can be moved to another image.',
  docs: `
A tag is a pointer: the publisher moves \`python:3.13\` with each rebuild, and who takes over an account can move any tag. A
digest (\`python:3.13@sha256:...\`) names one image for good, so that a build of today and one of next year start from the
same bytes.

The price is that updates, those for security too, no longer come by themselves: pin where Renovate, Dependabot or the like
raises the digest. \`scratch\`, earlier stages and images that an argument without a default names are left alone.

**When to ignore:** where nothing raises the digest, or where builds should follow the tag.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM alpine:3.22\n',
      good: 'FROM alpine:3.22@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n',
    },
  ],
  *checkStage(_, { parent, baseWord, image }) {
    if (parent !== undefined || baseWord === undefined || baseWord.value === 'scratch') return;
    const name = image?.text ?? (baseWord.text.includes('$') ? undefined : baseWord.value);
    if (name === undefined || name === 'scratch' || DIGEST.test(name)) return;
    yield { span: baseWord.span, message: `${name} has no digest, so another build may get another image.` };
  },
});

const DIGEST = /@[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-f]{32,}$/i;
