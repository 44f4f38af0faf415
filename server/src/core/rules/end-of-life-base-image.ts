import { hasEnded } from '../knowledge/end-of-life';
import { isGonePackage } from '../knowledge/gone-packages';
import { suggestSupportedTag } from '../knowledge/image-twins';
import { describeImage, type ImageFacts } from '../knowledge/image-facts';
import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { parseImageReference } from '../model/image-reference';
import type { DockerfileModel } from '../model/model';
import { managesPython, systemPythonInstalls } from '../model/system-python';
import { accountsOf } from '../model/user-accounts';
import { replace } from '../text/edit';

export default defineRule({
  id: 'end-of-life-base-image',
  aliases: ['tally/ruby/eol-ruby-version', 'sonar/S6595', 'dockle/CIS-DI-0004'],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  summary: 'A base image gets no more updates.',
  docs: `
A language or a distribution past its end of support gets no more security fixes, and the tag of its image is frozen:
it is what it was on the day it was last built, holes included. Package mirrors go offline as well (Debian and CentOS
move theirs to an archive), so that one day the build fails.

The dates come from the projects' published schedules; see the tables' sources in \`knowledge/end-of-life.ts\`.

**When to ignore:** where an old version is the point, or a vendor supports it for you.

**The fix** moves the tag to the nearest version that is still supported and listed, in every FROM that names the same
image. The application has to be tested with it. There is none where the next release surely breaks the build: it lacks a
package that is installed, or its pip refuses to install.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.9-slim\nCOPY app.py /\n',
      good: 'FROM python:3.13-slim\nCOPY app.py /\n',
    },
  ],
  *checkStage({ model }, { baseWord, parent, image, facts }) {
    if (baseWord === undefined || parent !== undefined || image === undefined || facts === undefined) return;
    const fact = ending(image.text.replace(/@.*/, ''), facts);
    if (fact === undefined) return;
    yield {
      span: baseWord.span,
      message: facts.replacement === undefined ? fact : `${fact} ${facts.replacement} replaces it.`,
      fixes: () => {
        const suggested = suggestSupportedTag(image);
        return suggested === undefined ||
          baseWord.text !== image.text ||
          losesAdduser(model, suggested) ||
          losesPackages(model, baseWord.text, facts, suggested) ||
          namesPythonPath(model)
          ? []
          : [
              {
                title: `Use ${suggested}`,
                applicability: 'review',
                because: `${suggested} is the nearest version with support; the application has to be tested with it.`,
                edits: model.stages.flatMap((other) =>
                  other.parent === undefined && other.baseWord?.text === baseWord.text
                    ? [replace(other.baseWord.span, suggested)]
                    : [],
                ),
              },
            ];
      },
    };
  },
});

function ending(text: string, { endOfLife, frozenSince }: ImageFacts): string | undefined {
  if (endOfLife !== undefined && hasEnded(endOfLife))
    return `The support of ${endOfLife.what} ended on ${endOfLife.since}; ${text} gets no more fixes.`;
  return frozenSince === undefined ? undefined : `${text} has not been updated since ${frozenSince}.`;
}

/** Debian 13 images have no adduser: a Dockerfile that calls it would not build on them. */
function losesAdduser(model: DockerfileModel, suggested: string): boolean {
  const next = parseImageReference(suggested);
  const release = next === undefined ? undefined : describeImage(next)?.distribution.release;
  return (
    release === 'trixie' &&
    model.stages.some((stage) => accountsOf(model, stage).some(({ tool }) => tool === 'adduser' || tool === 'addgroup'))
  );
}

/** The next release lacks a package that is installed, or the version of it, or its Python refuses what pip installs. */
function losesPackages(model: DockerfileModel, base: string, facts: ImageFacts, suggested: string): boolean {
  const reference = parseImageReference(suggested);
  const next = reference === undefined ? undefined : describeImage(reference);
  if (next === undefined || next.distribution.release === facts.distribution.release) return false;
  const stages = model.stages.filter((stage) => stageChain(stage)[0]?.baseWord?.text === base);
  const refusesPip = managesPython(next) && !managesPython(facts);
  return stages.some(
    (stage) =>
      (refusesPip && systemPythonInstalls(model, stage).length > 0) ||
      stage.instructions.some((instruction) =>
        model
          .packageOperationsOf(instruction)
          .some(
            ({ manager, action, operands }) =>
              manager.kind === 'os' &&
              action === 'install' &&
              operands.some(
                ({ text }) => /^[\w.+-]+=/.test(text) || isGonePackage(next.distribution, text.replace(/[=<>~].*/, '')),
              ),
          ),
      ),
  );
}

/** A path such as /usr/local/lib/python3.9 is not there in the next version. */
function namesPythonPath({ file, stages }: DockerfileModel): boolean {
  return stages.some(({ instructions }) =>
    instructions.some(({ span }) => /\/python\d\.\d+\//.test(file.text.slice(span.start, span.end))),
  );
}
