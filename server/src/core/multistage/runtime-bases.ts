import { slimTwin } from '../knowledge/image-twins';
import type { RuntimeChoice } from './plan';
import type { RuntimeBase } from './recipe';
import type { Source } from './source';

/** Returns the bases that keep language, release and C library, best first; empty where the choice cannot be had. */
export function sameLanguageBases(source: Source, choice: RuntimeChoice): readonly RuntimeBase[] {
  const { facts, image, baseText } = source;
  const itself: RuntimeBase = {
    text: baseText,
    isDistroless: false,
    why: 'The same base in both stages keeps language, release and C library.',
  };
  const slim = slimTwin(image);
  // A digest names one image: another tag's would have to be looked up in a registry.
  const isSlimAlready =
    slim === undefined ||
    slim === referenceText(source) ||
    slim === `${referenceText(source)}:latest` ||
    image.digest !== undefined ||
    (['slim', 'alpine'].includes(facts.variant) && isSameRepository(slim, image.repository));
  const slimBase: readonly RuntimeBase[] =
    isSlimAlready || slim === undefined
      ? []
      : [
          {
            text: withVariables(baseText, referenceText(source), slim),
            isDistroless: false,
            why: isSameRepository(slim, image.repository)
              ? `${slim} is the same image without compilers and headers.`
              : `${slim} is the distribution that "${baseText}" stands on, without its tool chain.`,
          },
        ];
  switch (choice) {
    case 'auto':
      return [...slimBase, itself];
    case 'slim':
      return slimBase.length > 0 ? slimBase : facts.variant === 'slim' || isSlimAlready ? [itself] : [];
    case 'alpine':
      return facts.distribution.family === 'alpine' ? [...slimBase, itself] : [];
    default:
      return [];
  }
}

/** `python:3.12-slim` for `python:3.12`; for `rust:1` the twin is the distribution's own image. */
function isSameRepository(twin: string, repository: string): boolean {
  return twin.replace(/[:@].*$/, '').endsWith(repository.replace(/^library\//, ''));
}

function referenceText({ stage }: Source): string {
  return stage.image?.text ?? '';
}

/** `python:${VERSION}` stays a variable where the twin only adds to the end. */
function withVariables(written: string, resolved: string, twin: string): string {
  if (written === resolved) return twin;
  return twin.startsWith(resolved) ? written + twin.slice(resolved.length) : twin;
}
