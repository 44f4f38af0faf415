import { defineRule } from '../lint/rule';
import { imageUsesOf } from '../model/image-uses';
import type { ImageReference } from '../model/image-reference';

export default defineRule({
  id: 'registry-not-allowed',
  aliases: [
    'hadolint/DL3026',
    'tally/hadolint/DL3026',
    'kics/use_only_an_allowed_registry_in_the_from_image',
    'datadog/use_only_an_allowed_registry_in_the_from_image',
    'dockle/CIS-DI-0002',
  ],
  category: 'security',
  severity: 'error',
  preset: 'recommended',
  needs: ['FROM', 'COPY', 'RUN', 'ADD'],
  options: { registries: [] as readonly string[] },
  summary: 'An image comes from a registry that is not on the list of allowed ones.',
  docs: `
Many organisations build from images of their own registry only. The option \`registries\` lists what is allowed; without it
the rule says nothing.

An entry is a registry (\`ghcr.io\`, \`docker.io\` for Docker Hub), one with a path (\`ghcr.io/example\`), or has a \`*\` that
stands for anything (\`*.example.com\`). FROM, \`COPY --from\` and \`RUN --mount=from=\` are looked at; \`scratch\`, stages and
images that an argument without a default names are left alone.

**When to ignore:** for an image that was vetted by itself.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM quay.io/team/app:1\n',
      good: 'FROM registry.example.com/team/app:1\n',
      options: { registries: ['*.example.com'] },
    },
  ],
  *check({ file, model, options }) {
    const allowed = options.registries.map(pattern);
    if (allowed.length === 0) return;
    for (const instruction of file.instructions) {
      for (const { image, span } of imageUsesOf(model, instruction)) {
        const { names, registry } = namesOf(image);
        if (allowed.some((one) => names.some((name) => one.test(name)))) continue;
        yield { span, message: `${image.text} comes from ${registry}, which is not among the allowed registries.` };
      }
    }
  },
});

/** Docker Hub has several names. */
function namesOf({ registry, repository }: ImageReference): {
  readonly names: readonly string[];
  readonly registry: string;
} {
  const path = registry === undefined && !repository.includes('/') ? `library/${repository}` : repository;
  const hosts = registry === undefined ? ['docker.io', 'index.docker.io', 'hub.docker.com'] : [registry];
  return { names: hosts.flatMap((host) => [host, `${host}/${path}`]), registry: registry ?? 'Docker Hub' };
}

/** `ghcr.io/example` allows all below it. */
function pattern(entry: string): RegExp {
  const literal = entry
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*');
  return new RegExp(`^${literal}(?:/.*)?$`, 'i');
}
