import { insertLinesBefore } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { isDevelopmentStage, startCommands } from '../model/effective-start';
import type { DockerfileModel } from '../model/model';
import { isWithin } from '../model/paths';
import { isRubyServer } from '../model/ruby';
import type { Stage } from '../model/stage';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'rails-state-not-writable',
  aliases: ['tally/ruby/state-paths-not-writable-as-non-root'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['USER'],
  summary: 'Rails runs as a user that cannot write to its tmp, log and storage directories.',
  docs: `
Rails writes \`tmp/pids/server.pid\`, caches and logs below its root. COPY makes files that belong to root, whatever USER says, so
that the server stops with "Permission denied" as soon as it starts.

Reported where the final stage starts a Rails server as another user than root, the application is copied to its working
directory without \`--chown\` or \`--chmod\`, and no step changes owners or modes or makes such a directory.

**When to ignore:** where volumes are mounted on these directories.

**The fix** gives these directories to the user, or adds \`--chown\` where the copy runs after USER.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ruby:3.4-slim\nWORKDIR /rails\nCOPY . .\nUSER 1000:1000\nCMD ["bin/rails", "server"]\n',
      good: 'FROM ruby:3.4-slim\nWORKDIR /rails\nCOPY . .\nRUN mkdir -p log storage tmp && chown -R 1000:1000 log storage tmp\nUSER 1000:1000\nCMD ["bin/rails", "server"]\n',
    },
  ],
  *check({ file, model }) {
    const stage = model.finalStage;
    if (stage === undefined || isDevelopmentStage(stage)) return;
    const { user, workdir, env } = model.finalState(stage);
    const userWord = user.instruction?.words[0];
    if (userWord === undefined || user.text === undefined || user.isRoot !== false || workdir === undefined) return;
    const servers = startCommands(model, stage).filter((start) => isRubyServer(start));
    // Other Rack applications write where they like.
    if (!servers.some(({ argv }) => env.has('RAILS_ENV') || argv.some((word) => /(?:^|\/)rails$/.test(word)))) return;
    const chain = stageChain(stage).flatMap(({ instructions }) => instructions);
    const copy = chain.find((instruction) => isApplication(model, instruction, workdir));
    if (copy === undefined || chain.some((instruction) => mayGrant(model, instruction))) return;
    const fix = fixOf(file, model, stage, copy, user.text, user.instruction);
    yield {
      span: userWord.span,
      message: `${user.text} cannot write to tmp, log and storage below ${workdir}, which belong to root.`,
      related: [{ span: copy.keywordSpan, message: 'What is copied here belongs to root.' }],
      fixes: fix === undefined ? [] : [fix],
    };
  },
});

function isApplication(model: DockerfileModel, instruction: Instruction, workdir: string): boolean {
  const copy = model.copyOf(instruction);
  if (copy?.destinationPath === undefined || copy.from.kind === 'image') return false;
  if (!isWithin(copy.destinationPath.replace(/(?<=.)\/+$/, ''), workdir) || !isWithin(workdir, '/')) return false;
  if (instruction.flags.some(({ name }) => name === 'chown' || name === 'chmod')) return false;
  const isWhole = copy.destinationPath.replace(/(?<=.)\/+$/, '') === workdir;
  return isWhole && copy.sources.some(({ isEverything, path }) => isEverything || `/${path ?? ''}` === workdir);
}

/** A step that changes owners or modes, makes directories as the user, or runs what the text does not show. */
function mayGrant(model: DockerfileModel, instruction: Instruction): boolean {
  if (instruction.keyword === 'VOLUME') return true;
  if (/^(?:COPY|ADD)$/.test(instruction.keyword))
    return (
      instruction.flags.some(({ name }) => name === 'chown' || name === 'chmod') &&
      model
        .copyOf(instruction)
        ?.sources.some(({ isEverything, path }) => isEverything || /tmp|log|storage/.test(path ?? '')) === true
    );
  if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) return false;
  return model
    .scriptOf(instruction)
    .commands.some(
      ({ name }) => name === undefined || /^(?:chown|chmod|chgrp|setfacl|install|mkdir|su|gosu)$|\.sh$/.test(name),
    );
}

function fixOf(
  file: Dockerfile,
  model: DockerfileModel,
  stage: Stage,
  copy: Instruction,
  user: string,
  instruction: Instruction | undefined,
): Fix | undefined {
  if (instruction === undefined || model.stageOf(copy) !== stage || model.stageOf(instruction) !== stage)
    return undefined;
  if (copy.index > instruction.index) {
    return {
      title: `Copy as ${user}`,
      applicability: 'review',
      because: 'The code belongs to the user that runs it too, who can change it then.',
      edits: [insertAt(copy.keywordSpan.end, ` --chown=${user}`)],
    };
  }
  if (model.stateBefore(instruction).user.isRoot !== true || model.stateBefore(instruction).workdir === undefined)
    return undefined;
  const { workdir } = model.finalState(stage);
  if (model.stateBefore(instruction).workdir !== workdir) return undefined;
  return {
    title: 'Give tmp, log and storage to the user',
    applicability: 'review',
    because: 'Rails may write to other directories as well, such as db and public/uploads.',
    edits: [insertLinesBefore(file, instruction, [`RUN mkdir -p log storage tmp && chown -R ${user} log storage tmp`])],
  };
}
