import { defineRule } from '../lint/rule';
import { labelsOf } from '../model/labels';
import { replace } from '../text/edit';

export default defineRule({
  id: 'label-key-invalid',
  aliases: ['hadolint/DL3048', 'tally/labels/valid-key'],
  category: 'style',
  severity: 'info',
  preset: 'strict',
  needs: ['LABEL'],
  summary: "A label's key is not written as Docker asks for.",
  docs: `
Docker's guidelines for labels: a key begins with a lower-case letter, ends with a letter or a digit, and holds only
lower-case letters, digits, periods and hyphens, of which no two follow each other. \`com.docker.*\`, \`io.docker.*\` and
\`org.dockerproject.*\` belong to Docker; those keys there that Docker tells others to write (of extensions, and what buildx
records of the source) are fine. Nothing refuses other keys, but tools that filter by label take them for something else:
\`Version\` and \`version\` are two labels.

A variable in a key is read as its value; where that is not known, nothing is reported.

**When to ignore:** where a tool of yours reads the key as it is (\`build_date\`, \`app.kubernetes.io/name\`).

**The fix** writes the key in lower case, with hyphens in place of underscores and spaces, where that makes it valid and no
other label has it.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nLABEL Build_Host="ci"\n',
      good: 'FROM debian:bookworm-slim\nLABEL build-host="ci"\n',
    },
  ],
  *check({ file, model }) {
    const labels = labelsOf(file.instructions);
    const keys = new Set(labels.map(({ key }) => key));
    for (const { key, pair, instruction } of labels) {
      const name = model.expandAt(key, instruction);
      const fault = name === undefined ? undefined : faultOf(name);
      if (name === undefined || fault === undefined) continue;
      const better = name.toLowerCase().replace(/[_ ]/g, '-');
      const because = 'Whoever reads the key as it is no longer finds the label.';
      const isFixable = name === key && faultOf(better) === undefined && !keys.has(better);
      yield {
        span: pair.keySpan,
        message: fault,
        fixes: isFixable
          ? [{ title: `Rename to ${better}`, applicability: 'review', because, edits: [replace(pair.keySpan, better)] }]
          : [],
      };
    }
  },
});

// Docker's own documentation asks for these: extensions SDK (labels), buildx (BUILDX_GIT_LABELS).
const ASKED_FOR = /^com\.docker\.(?:extension\.|desktop\.extension\.|image\.source\.entrypoint$)/;

function faultOf(key: string): string | undefined {
  const [reserved] = /^(?:com\.docker|io\.docker|org\.dockerproject)\./.exec(key) ?? [];
  if (reserved !== undefined)
    return ASKED_FOR.test(key) ? undefined : `Keys that begin with ${reserved} are reserved for Docker.`;
  if (key === '') return 'The label has an empty key.';
  if (/[A-Z]/.test(key)) return `The label key "${key}" has capital letters.`;
  const [odd] = /[^a-z0-9.-]/u.exec(key) ?? [];
  if (odd !== undefined) return `The label key "${key}" holds ${odd === ' ' ? 'a space' : `"${odd}"`}.`;
  if (!/^[a-z]/.test(key)) return `The label key "${key}" does not begin with a letter.`;
  if (!/[a-z0-9]$/.test(key)) return `The label key "${key}" does not end with a letter or a digit.`;
  const [pair] = /[.-]{2}/.exec(key) ?? [];
  return pair === undefined ? undefined : `The label key "${key}" holds "${pair}".`;
}
