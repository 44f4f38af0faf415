import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'vex-document-copied',
  aliases: ['tally/prefer-vex-attestation'],
  category: 'security',
  severity: 'hint',
  preset: 'strict',
  needs: ['COPY', 'ADD'],
  summary: 'A VEX document is copied into the image, where scanners do not look for it.',
  docs: `
A VEX document says which known vulnerabilities do not matter in this image. Scanners take it from an attestation that is
attached to the image (\`docker scout attestation add\`, \`cosign attest --type openvex\`). A file in a layer has to be found by
name, grows the image, and needs a new build with each new statement.

**When to ignore:** where a scanner of yours reads it from there.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM alpine:3.22\nCOPY app.vex.json /usr/share/vex/\n',
      good: 'FROM alpine:3.22\nCOPY app /usr/bin/\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    for (const { word, path } of model.copyOf(instruction)?.sources ?? []) {
      if (!/\.(?:open)?vex\.json$/i.test(path ?? word.value)) continue;
      yield { span: word.span, message: 'Scanners look for VEX documents beside the image, not in it.' };
    }
  },
});
