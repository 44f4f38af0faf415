import { execFormFix } from '../fixes/exec-form';
import { defineRule } from '../lint/rule';
import { shellForms } from '../model/shell-forms';

export default defineRule({
  id: 'shell-form-command',
  aliases: [
    'hadolint/DL3025',
    'buildkit/JSONArgsRecommended',
    'tally/buildkit/JSONArgsRecommended',
    'kics/not_using_json_in_cmd_and_entrypoint_arguments',
    'sonar/S7019',
    'semgrep/prefer-json-notation',
  ],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'CMD or ENTRYPOINT runs in a shell, which keeps signals from the program.',
  docs: `
\`CMD node server.js\` starts \`/bin/sh -c "node server.js"\`. Many shells stay in between as process 1: SIGTERM reaches the
shell, the program goes on, and after ten seconds Docker kills it in the middle of its work. An ENTRYPOINT in shell form
also drops CMD and the arguments of \`docker run\`.

A command that begins with \`exec\` replaces the shell and is left alone, and so are stages whose author chose a SHELL,
stages that do not ship, and a CMD of one command where \`sh\` is bash (Red Hat, Fedora, CentOS): bash replaces itself.
Those are \`command-through-shell\`'s.

**When to ignore:** where the command needs the shell and handles signals itself, or where nothing is lost when it is
killed.

**The fix** writes the words as a JSON array, where the command is a single one without variables, pipes, redirections and
patterns, so that no shell has to read it.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-slim\nCOPY server.js .\nCMD node server.js\n',
      good: 'FROM node:22-slim\nCOPY server.js .\nCMD ["node", "server.js"]\n',
    },
  ],
  *checkStage({ model }, stage) {
    for (const form of shellForms(model, stage)) {
      if (form.excuse !== undefined) continue;
      const { instruction, script } = form;
      const fix = execFormFix(form);
      yield {
        span: instruction.body.span,
        message: `${instruction.keyword} starts a shell, which gets the signals instead of ${script.statements.at(-1)?.commands[0]?.name ?? 'the program'}.`,
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    }
  },
});
