import { describeImage, type ImageName } from './image-facts';
import { canonicalRepository } from './image-reference-parts';
import { supportedBranches } from './end-of-life';
import { listedVersions, officialTag } from './official-image-tags';
import { supportedVersions } from './image-twins';

// The numbers that a tag of the image is usually pinned to, where no table of supported versions holds it.
const depths: Readonly<Record<string, number>> = {
  rust: 2,
  nginx: 2,
  httpd: 2,
  elixir: 2,
  erlang: 1,
  perl: 2,
  swift: 2,
};
const ubuntuNumbers: Readonly<Record<string, string>> = { jammy: '22.04', noble: '24.04', resolute: '26.04' };

/**
 * Names the tag that `latest` of an official image stands for, with its distribution's release where such a tag is
 * listed; undefined where the tables do not know it. Source: docker-library/official-images.
 */
export function currentTag(name: ImageName): string | undefined {
  const image = canonicalRepository(name);
  switch (image) {
    case 'debian':
      return supportedBranches('Debian').at(-1);
    case 'alpine':
      return supportedBranches('Alpine').at(-1);
    case 'ubuntu':
      return ubuntuNumbers[supportedBranches('Ubuntu').at(-1) ?? ''];
    default:
      return currentVersion(image);
  }
}

function currentVersion(image: string): string | undefined {
  const depth = depths[image];
  const version = (depth === undefined ? supportedVersions(image) : listedVersions(image, depth)).at(-1);
  if (version === undefined) return undefined;
  const { release } = officialTag(image, version) ?? {};
  const withRelease = release === undefined || !/^[a-z]{4,}$/.test(release) ? undefined : `${version}-${release}`;
  const isListed = withRelease !== undefined && officialTag(image, withRelease)?.lastListed === undefined;
  const tag = isListed && officialTag(image, withRelease) !== undefined ? withRelease : version;
  return describeImage({ repository: image, tag }) === undefined ? undefined : tag;
}
