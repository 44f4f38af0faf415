import { currentTag } from '../knowledge/current-tags';
import { defineRule } from '../lint/rule';
import { withTag } from '../model/image-reference';
import { replace } from '../text/edit';

export default defineRule({
  id: 'latest-base-image',
  aliases: [
    'hadolint/DL3007',
    'tally/hadolint/DL3007',
    'trivy/DS-0001',
    'checkov/CKV_DOCKER_7',
    'kics/image_version_using_latest',
    'sonar/S6596',
    'semgrep/avoid-latest-version',
    'dockle/DKL-DI-0006',
  ],
  category: 'reproducibility',
  severity: 'warning',
  preset: 'recommended',
  summary: 'A base image is pinned to latest, which moves.',
  docs: `
\`latest\` names whatever was published last. The distribution, its C library and the language change under the build one
day, and a build that fails then gives no hint of it.

Silent where a digest is given too, and for publishers that offer little else (distroless, Chainguard's free images).

**When to ignore:** where the newest version is what you want, and a test catches the day it breaks.

**The fix** writes the version and release that \`latest\` stood for when this rule's tables were made. It is offered for
official images only.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ubuntu:latest\nRUN apt-get update\n',
      good: 'FROM ubuntu:26.04\nRUN apt-get update\n',
    },
  ],
  *checkStage(_, { baseWord, parent, image }) {
    if (baseWord === undefined || parent !== undefined) return;
    if (baseWord.text.includes('$')) {
      // `$REGISTRY/app:latest`: the tag is in the text, whatever the variables are.
      if (/[^{:-]:latest$/.test(baseWord.value)) {
        yield {
          span: baseWord.span,
          message: `${baseWord.value} is whatever was published last on the day of the build.`,
        };
      }
      return;
    }
    if (image?.tag !== 'latest' || image.digest !== undefined) return;
    if (/^(?:gcr\.io\/distroless|cgr\.dev\/chainguard)\//.test(image.text)) return;
    const tag = currentTag(image);
    yield {
      span: baseWord.span,
      message: `${image.text} is whatever was published last on the day of the build.`,
      fixes:
        tag === undefined || baseWord.text !== image.text
          ? []
          : [
              {
                title: `Use ${withTag(image, tag)}`,
                applicability: 'review',
                because: `latest stood for ${tag} when the tables of this rule were made; the image may need another version.`,
                edits: [replace(baseWord.span, withTag(image, tag))],
              },
            ],
    };
  },
});
