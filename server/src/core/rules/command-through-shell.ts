import { execFormFix } from '../fixes/exec-form';
import { defineRule } from '../lint/rule';
import { shellForms, type ShellFormExcuse } from '../model/shell-forms';

const BUILDKIT = ['buildkit/JSONArgsRecommended', 'tally/buildkit/JSONArgsRecommended'];
const OTHERS = [
  'hadolint/DL3025',
  'kics/not_using_json_in_cmd_and_entrypoint_arguments',
  'sonar/S7019',
  'semgrep/prefer-json-notation',
];

export default defineRule({
  id: 'command-through-shell',
  aliases: [...BUILDKIT, ...OTHERS],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  needs: ['CMD', 'ENTRYPOINT'],
  summary: 'CMD or ENTRYPOINT is in shell form where the shell is not in the way.',
  docs: `
\`CMD exec node server.js\` starts a shell that \`exec\` replaces at once; the bash of Red Hat's images replaces itself by a
single command; a stage that does not ship starts nothing; and who writes SHELL wants that shell. Signals arrive in all of
them, which is why \`shell-form-command\` leaves them alone. What remains is taste: the exec form needs no shell in the
image, and says which words the program gets.

\`docker build\` warns of all but the last, and hadolint of all.

**When to ignore:** where the command needs the shell's variables.

**The fix** writes the words as a JSON array, without the \`exec\`, where no shell has to read them.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-slim\nCOPY server.js .\nCMD exec node server.js\n',
      good: 'FROM node:22-slim\nCOPY server.js .\nCMD ["node", "server.js"]\n',
    },
  ],
  *checkStage({ model }, stage) {
    for (const form of shellForms(model, stage)) {
      if (form.excuse === undefined) continue;
      const fix = execFormFix(form);
      yield {
        span: form.instruction.body.span,
        message: `${form.instruction.keyword} goes through a shell${EXCUSES[form.excuse]}.`,
        aliases: form.excuse === 'shell-chosen' ? ['hadolint/DL3025'] : [...BUILDKIT, ...OTHERS],
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    }
  },
});

const EXCUSES: Readonly<Record<ShellFormExcuse, string>> = {
  exec: ', which exec replaces',
  replaced: ', which bash leaves for a single command',
  'shell-chosen': ', the one that SHELL names',
  'not-shipped': ' in a stage that does not ship',
};
