import { currentTag } from '../knowledge/current-tags';
import { defineRule } from '../lint/rule';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'untagged-base-image',
  aliases: [
    'hadolint/DL3006',
    'tally/hadolint/DL3006',
    'trivy/DS-0001',
    'checkov/CKV_DOCKER_7',
    'kics/image_version_not_explicit',
    'sonar/S6596',
    'semgrep/missing-image-version',
  ],
  category: 'reproducibility',
  severity: 'warning',
  preset: 'recommended',
  summary: 'A base image has no tag.',
  docs: `
Without a tag Docker takes \`latest\`: whatever was published last. The distribution, its C library and the language
change under the build one day, and a build that fails then gives no hint of it.

Silent for stages, names that end with a variable, digests, \`scratch\`, and for publishers that offer little else than \`latest\` (distroless,
Chainguard's free images).

**When to ignore:** where the newest version is what you want, and a test catches the day it breaks.

**The fix** writes the version and release that \`latest\` stood for when this rule's tables were made. It is offered for
official images only.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian\nRUN apt-get update\n',
      good: 'FROM debian:trixie\nRUN apt-get update\n',
    },
  ],
  *checkStage(_, { baseWord, parent, image }) {
    if (baseWord === undefined || parent !== undefined) return;
    if (baseWord.text.includes('$')) {
      // `${REGISTRY}/ubuntu`: the place for a tag is in the text, whatever the registry is.
      if (/\$.*\/[^/$:@{}]+$/.test(baseWord.value) && !baseWord.value.includes('/distroless/')) {
        yield {
          span: baseWord.span,
          message: `${baseWord.value} has no tag: Docker takes latest, whatever that is on the day of the build.`,
        };
      }
      return;
    }
    if (image === undefined) return;
    if (image.tag !== undefined || image.digest !== undefined || image.text === 'scratch') return;
    if (/^(?:gcr\.io\/distroless|cgr\.dev\/chainguard)\//.test(image.text)) return;
    const tag = currentTag(image);
    yield {
      span: baseWord.span,
      message: `${image.text} has no tag: Docker takes latest, whatever that is on the day of the build.`,
      fixes:
        tag === undefined || /["']$/.test(baseWord.text)
          ? []
          : [
              {
                title: `Use ${image.text}:${tag}`,
                applicability: 'review',
                because: `latest stood for ${tag} when the tables of this rule were made; the image may need another version.`,
                edits: [insertAt(baseWord.span.end, `:${tag}`)],
              },
            ],
    };
  },
});
