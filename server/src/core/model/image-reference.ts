/** An image name as FROM and COPY --from take it (distribution/reference grammar). */
export interface ImageReference {
  /** As written, variables replaced. */
  readonly text: string;
  /** `undefined` for Docker Hub. */
  readonly registry: string | undefined;
  /** Without registry; `library/` is left out: `python`, `bitnami/redis`, `dotnet/sdk`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const REGISTRY = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::\d+)?$/;
const HUB = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com']);

/** Returns the parts of the image name in `text`, `undefined` where it is not a valid one. */
export function parseImageReference(text: string): ImageReference | undefined {
  const match =
    /^([^@]+?)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@([a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}))?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, name = '', tag, digest] = match;
  const segments = name.split('/');
  const first = segments[0] ?? '';
  const hasRegistry =
    segments.length > 1 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const path = hasRegistry ? segments.slice(1) : segments;
  if (!path.every((segment) => /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/.test(segment))) return undefined;
  if (hasRegistry && !REGISTRY.test(first)) return undefined;
  const registry = hasRegistry && !HUB.has(first) ? first : undefined;
  const isOfficial = registry === undefined && path.length === 2 && path[0] === 'library';
  return { text, registry, repository: (isOfficial ? path.slice(1) : path).join('/'), tag, digest };
}

/** Returns the image name with another tag and without a digest, written as the original is. */
export function withTag(reference: ImageReference, tag: string): string {
  const withoutDigest = reference.text.split('@')[0] ?? reference.text;
  const name =
    reference.tag === undefined
      ? withoutDigest
      : withoutDigest.slice(0, withoutDigest.length - reference.tag.length - 1);
  return `${name}:${tag}`;
}
