import { defineRule } from '../lint/rule';
import { replace } from '../text/edit';

export default defineRule({
  id: 'maintainer-deprecated',
  aliases: [
    'hadolint/DL4000',
    'buildkit/MaintainerDeprecated',
    'dockerfile-utils/DEPRECATED_MAINTAINER',
    'trivy/DS-0022',
    'checkov/CKV_DOCKER_6',
    'kics/maintainer_instruction_being_used',
    'sonar/S6586',
    'semgrep/maintainer-is-deprecated',
  ],
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  needs: ['MAINTAINER'],
  summary: 'MAINTAINER is deprecated.',
  docs: `
MAINTAINER has been deprecated since Docker 1.13. A label says the same, can be read with \`docker inspect\`, and may be
joined by others.

**When to ignore:** where a tool of yours still reads the image's author field.

**The fix** writes the name as the OCI label \`org.opencontainers.image.authors\`. The image's author field stays empty then. There is none
where a comment stands inside the instruction, or a backslash inside the name.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nMAINTAINER Ada <ada@example.com>\n',
      good: 'FROM debian:bookworm-slim\nLABEL org.opencontainers.image.authors="Ada <ada@example.com>"\n',
    },
  ],
  *checkInstruction({ file }, instruction) {
    const name = instruction.words[0];
    if (instruction.keyword !== 'MAINTAINER' || name === undefined) return;
    // Quotes around the name are MAINTAINER's own; inside the label's they would be part of the name.
    // LABEL replaces variables, MAINTAINER does not.
    const author = name.text.replace(/^(["'])(.*)\1$/s, '$2').replace(/(?<!\\)["$]/g, `${file.escape}$&`);
    const comments = instruction.innerComments.map(({ span }) => file.text.slice(span.start, span.end) + file.eol);
    yield {
      span: instruction.keywordSpan,
      message: 'MAINTAINER is deprecated; a label replaces it.',
      // A comment inside the instruction would be lost with it, and MAINTAINER keeps an escape character that LABEL reads.
      fixes:
        instruction.innerComments.length > 0 || hasLoneEscape(author, file.escape)
          ? []
          : [
              {
                title: 'Replace MAINTAINER with a label',
                applicability: 'safe',
                edits: [
                  replace(
                    instruction.headSpan,
                    `${comments.join('')}LABEL org.opencontainers.image.authors="${author}"`,
                  ),
                ],
              },
            ],
    };
  },
});

function hasLoneEscape(author: string, escape: string): boolean {
  return author.replaceAll(`${escape}"`, '').replaceAll(`${escape}$`, '').includes(escape);
}
