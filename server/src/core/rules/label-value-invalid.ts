import { defineRule } from '../lint/rule';
import { isLicenseExpression } from '../knowledge/spdx-licenses';
import { labelsOf, literalValue, readLabelSchema, type LabelKind } from '../model/labels';

export default defineRule({
  id: 'label-value-invalid',
  aliases: [
    'hadolint/DL3052',
    'hadolint/DL3053',
    'hadolint/DL3054',
    'hadolint/DL3055',
    'hadolint/DL3056',
    'hadolint/DL3058',
  ],
  category: 'style',
  severity: 'info',
  preset: 'strict',
  needs: ['LABEL'],
  summary: "A label's value is not of the kind that its key stands for.",
  docs: `
The OCI image specification says what some of its keys hold: \`created\` a time of RFC 3339, \`url\`, \`source\` and
\`documentation\` a URL, \`licenses\` an SPDX licence expression, \`revision\` the revision in source control, which here means
the hash of a git commit. Registries link and sort by them, so that \`licenses="GPLv3"\` is a licence nobody finds.

The option \`schema\` lists other keys with their kinds, in place of those: \`key=kind\`, where the kind is \`text\`, \`url\`,
\`rfc3339\`, \`spdx\`, \`hash\` (7 to 40 or 64 hexadecimal digits), \`semver\` or \`email\`. It is the list of label-missing, and
hadolint's \`label-schema\`. A value with a variable in it is known to the caller of the build only, and not judged. An empty
one belongs to label-empty.

**When to ignore:** where the value is right for those who read it, such as a revision that is no git hash.
`,
  fixes: 'never',
  options: {
    schema: [
      'org.opencontainers.image.created=rfc3339',
      'org.opencontainers.image.url=url',
      'org.opencontainers.image.documentation=url',
      'org.opencontainers.image.source=url',
      'org.opencontainers.image.licenses=spdx',
      'org.opencontainers.image.revision=hash',
    ],
  },
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nLABEL org.opencontainers.image.licenses="GPLv3"\n',
      good: 'FROM debian:bookworm-slim\nLABEL org.opencontainers.image.licenses="GPL-3.0-only"\n',
    },
    {
      bad: 'FROM debian:bookworm-slim\nLABEL version="next"\n',
      good: 'FROM debian:bookworm-slim\nLABEL version="2.0.0-rc.1"\n',
      options: { schema: ['version=semver'] },
    },
  ],
  *check({ file, options }) {
    const schema = readLabelSchema(options.schema);
    for (const label of labelsOf(file.instructions)) {
      const kind = schema.get(label.key);
      const value = literalValue(label)?.trim();
      if (kind === undefined || value === undefined || value === '' || kind === 'text') continue;
      const { isValid, name, alias } = CHECKS[kind];
      if (isValid(value)) continue;
      yield {
        span: label.pair.valueSpan ?? label.pair.span,
        message: `The value of ${label.key} is not ${name}.`,
        aliases: [alias],
      };
    }
  },
});

interface Check {
  readonly name: string;
  readonly alias: string;
  readonly isValid: (value: string) => boolean;
}

const CHECKS: Readonly<Record<Exclude<LabelKind, 'text'>, Check>> = {
  url: {
    name: 'a URL',
    alias: 'hadolint/DL3052',
    isValid: (value) => /^[a-z][a-z0-9+.-]*:\/\/[^\s/]\S*$/i.test(value),
  },
  rfc3339: { name: 'a time of RFC 3339 such as 2024-05-01T12:00:00Z', alias: 'hadolint/DL3053', isValid: isTime },
  spdx: { name: 'an SPDX licence expression', alias: 'hadolint/DL3054', isValid: isLicenseExpression },
  hash: {
    name: 'the hash of a git commit',
    alias: 'hadolint/DL3055',
    isValid: (value) => /^(?:[0-9a-f]{7,40}|[0-9a-f]{64})$/i.test(value),
  },
  semver: { name: 'a semantic version such as 1.2.3', alias: 'hadolint/DL3056', isValid: isSemanticVersion },
  email: {
    name: 'an e-mail address',
    alias: 'hadolint/DL3058',
    isValid: (value) => /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+$/.test(value),
  },
};

function isTime(value: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/.exec(
    value,
  );
  if (match === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const days = [
    31,
    year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28,
    31,
    30,
    31,
    30,
    31,
    31,
    30,
    31,
    30,
    31,
  ];
  return month >= 1 && day >= 1 && day <= (days[month - 1] ?? 0) && hour <= 23 && minute <= 59 && second <= 60;
}

/** The grammar of semver.org 2.0.0. */
function isSemanticVersion(value: string): boolean {
  const match = /^(\d+\.\d+\.\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/.exec(value);
  if (match === null) return false;
  const [, core = '', before, build] = match;
  const hasLeadingZero = (parts: string): boolean => parts.split('.').some((part) => /^0\d+$/.test(part));
  const hasGap = [before, build].some((parts) => parts?.split('.').includes('') === true);
  return !hasLeadingZero(core) && !hasLeadingZero(before ?? '') && !hasGap;
}
