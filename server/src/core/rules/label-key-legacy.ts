import { defineRule } from '../lint/rule';
import { replace } from '../text/edit';

// The keys that the OCI image specification (annotations.md) names as their successors.
const SUCCESSORS: ReadonlyMap<string, string> = new Map([
  ['maintainer', 'authors'],
  ['maintainers', 'authors'],
  ['author', 'authors'],
  ['authors', 'authors'],
  ['version', 'version'],
  ['description', 'description'],
  ['vendor', 'vendor'],
  ['license', 'licenses'],
  ['licenses', 'licenses'],
  ['org.label-schema.build-date', 'created'],
  ['org.label-schema.url', 'url'],
  ['org.label-schema.vcs-url', 'source'],
  ['org.label-schema.version', 'version'],
  ['org.label-schema.vcs-ref', 'revision'],
  ['org.label-schema.vendor', 'vendor'],
  ['org.label-schema.name', 'title'],
  ['org.label-schema.description', 'description'],
  ['org.label-schema.usage', 'documentation'],
]);

export default defineRule({
  id: 'label-key-legacy',
  aliases: [],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  needs: ['LABEL'],
  summary: 'A label has a key of its own where the OCI image specification names one.',
  docs: `
Registries and scanners read the keys that the OCI image specification lists: \`org.opencontainers.image.authors\`,
\`.version\`, \`.source\`, \`.licenses\` and a few more. \`maintainer\` and \`version\` without a prefix are a habit from before
2017, and \`org.label-schema.*\` was given up for the OCI keys.

**When to ignore:** where a tool of yours reads the key.

**The fix** renames the key; the value stays.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nLABEL maintainer="ada@example.com"\n',
      good: 'FROM debian:bookworm-slim\nLABEL org.opencontainers.image.authors="ada@example.com"\n',
    },
  ],
  *check({ file }) {
    const used = new Set(
      file.instructions.flatMap(({ keyword, pairs }) => (keyword === 'LABEL' ? pairs.map(({ key }) => key) : [])),
    );
    for (const { keyword, pairs } of file.instructions) {
      if (keyword !== 'LABEL') continue;
      for (const { key, keySpan, value } of pairs) {
        const successor = SUCCESSORS.get(key.toLowerCase());
        if (successor === undefined || value === undefined) continue;
        const name = `org.opencontainers.image.${successor}`;
        const because = 'Whoever reads the old key no longer finds it.';
        yield {
          span: keySpan,
          message: `The OCI image specification has the key ${name} for "${key}".`,
          ...(used.has(name)
            ? {}
            : {
                fixes: [
                  { title: `Rename to ${name}`, applicability: 'review', because, edits: [replace(keySpan, name)] },
                ],
              }),
        };
      }
    }
  },
});
