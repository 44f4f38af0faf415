import { defineRule, type Fix } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { joinPath } from '../model/paths';
import type { ShellCommand, ShellScript, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'git-clone-in-run',
  aliases: ['tally/prefer-add-git'],
  category: 'reproducibility',
  severity: 'hint',
  preset: 'strict',
  needs: ['git'],
  summary: 'A repository is cloned by RUN, which BuildKit can fetch itself.',
  docs: `
The cache of \`RUN git clone\` knows the command only: the layer stays as it is when the branch moves, and is made anew when a
line above changes. \`ADD https://github.com/example/app.git#v1.2 /src\` asks the server for the commit, so that the layer is
rebuilt when, and only when, it changed. The image needs no git, the history stays out of the layer, and the commit stands
in the build's provenance (Dockerfile syntax 1.6).

**When to ignore:** where later steps need the history or another revision, or where credentials come from a secret mount.

**The fix** is offered for a RUN that does nothing but clone.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN git clone --depth 1 -b v1.2 https://github.com/example/app.git /src\n',
      good: 'FROM alpine:3.22\nADD https://github.com/example/app.git#v1.2 /src\n',
    },
  ],
  *checkStage({ model }, stage) {
    for (const instruction of stage.instructions) {
      const script = model.scriptOf(instruction);
      if (instruction.keyword !== 'RUN' || script.source === 'exec') continue;
      for (const command of script.commands) {
        const clone = readClone(command);
        if (clone === undefined || command.nameWord === undefined || isLocal(clone)) continue;
        const fix = addInstead(model, instruction, script, clone);
        yield {
          span: { start: command.nameWord.span.start, end: clone.verb.span.end },
          message: 'ADD fetches a repository by itself, and notices when it changes.',
          fixes: fix === undefined ? [] : [fix],
        };
      }
    }
  },
});

/** A copy of a directory of the image, or one whose files are not checked out. */
function isLocal({ address, isBare }: Clone): boolean {
  return isBare || /^["']?(?:\.{0,2}\/|file:)/.test(address.text);
}

interface Clone {
  readonly isBare: boolean;
  readonly verb: ShellWord;
  readonly address: ShellWord;
  readonly directory: ShellWord | undefined;
  readonly revision: ShellWord | undefined;
  /** Has no option but those that change nothing but the history. */
  readonly isPlain: boolean;
}

function readClone({ name, args }: ShellCommand): Clone | undefined {
  const [verb, ...rest] = name === 'git' ? args : [];
  if (verb?.value !== 'clone') return undefined;
  const operands: ShellWord[] = [];
  let revision: ShellWord | undefined;
  let isPlain = true;
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index];
    const text = word?.value ?? word?.text ?? '';
    if (word === undefined) continue;
    if (text === '-b' || text === '--branch') revision = rest[++index];
    else if (text === '--depth' || text === '-j' || text === '--jobs') index++;
    else if (VALUED.test(text)) {
      index++;
      isPlain = false;
    } else if (!text.startsWith('-')) operands.push(word);
    else isPlain &&= PLAIN.test(text);
  }
  const [address, directory] = operands;
  const isBare = rest.some(({ value }) => value === '--bare' || value === '--mirror');
  return address === undefined ? undefined : { verb, address, directory, revision, isPlain, isBare };
}

const VALUED =
  /^(?:-[ouc]|--(?:origin|upload-pack|config|reference|reference-if-able|template|filter|shallow-since|shallow-exclude|separate-git-dir|server-option|bundle-uri))$/;
const PLAIN =
  /^(?:--depth=\d+|--single-branch|-q|--quiet|--progress|--recursive|--recurse-submodules|--shallow-submodules|--no-tags)$/;

function addInstead(
  model: DockerfileModel,
  instruction: Instruction,
  script: ShellScript,
  { address, directory, revision, isPlain }: Clone,
): Fix | undefined {
  const { workdir, user } = model.stateBefore(instruction);
  const [, name] = /^https:\/\/[^\s$@'"#?]+?\/([^/\s$'"#?]+?)(?:\.git)?\/?$/.exec(address.value ?? '') ?? [];
  const isAlone = script.commands.length === 1 && script.statements.length === 1 && instruction.heredocs.length === 0;
  if (!isAlone || !isPlain || name === undefined || address.value === undefined || instruction.flags.length > 0)
    return undefined;
  if (user.isRoot !== true || instruction.innerComments.length > 0) return undefined;
  const target = directory === undefined ? name : directory.value;
  const path = target === undefined ? undefined : joinPath(workdir, target);
  // A variable of the shell means nothing to ADD.
  if (path === undefined || (revision !== undefined && !/^[\w./-]+$/.test(revision.value ?? ''))) return undefined;
  const source = `${address.value.replace(/\/$/, '').replace(/(?:\.git)?$/, '.git')}${revision?.value === undefined ? '' : `#${revision.value}`}`;
  return {
    title: 'Use ADD',
    applicability: 'review',
    because: 'The directory .git is left out, and the step is made anew when the repository changes.',
    edits: [replace(instruction.span, `ADD ${source} ${path}`)],
  };
}
