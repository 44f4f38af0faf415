import { defineRule } from '../lint/rule';
import { mountFieldsOf } from '../model/mount-fields';
import type { ShellCommand } from '../shell/shell';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'secret-mount-missing',
  aliases: ['tally/require-secret-mounts'],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['RUN'],
  options: { commands: [] as readonly string[] },
  summary: 'A command that needs a secret runs without its secret mount.',
  docs: `
Where packages come from a registry of one's own, \`pip install\` without its credentials silently asks the public one: a name
that somebody registered there gets installed (dependency confusion). The option \`commands\` says which commands need which
mount; without it the rule says nothing.

An entry is a command (\`pip\`, \`npm ci\`), or one with the fields its mount must have:
\`pip: id=pipconf,target=/root/.config/pip/pip.conf\`, \`gh: id=gh-token,env=GH_TOKEN\`.

**When to ignore:** where the step needs public packages only.

**The fix** adds the mount.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nRUN pip install --no-cache-dir flask==3.1.0\n',
      good: 'FROM python:3.13-slim\nRUN --mount=type=secret,id=pip,target=/etc/pip.conf pip install --no-cache-dir flask==3.1.0\n',
      options: { commands: ['pip: id=pip,target=/etc/pip.conf'] },
    },
  ],
  *check({ file, model, options }) {
    const required = options.commands.map(readEntry);
    if (required.length === 0) return;
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      const secrets = mountFieldsOf(instruction).filter(({ type }) => type === 'secret');
      const { commands } = model.scriptOf(instruction);
      for (const { words, fields } of required) {
        const command = commands.find((one) => calls(one, words));
        if (command?.nameWord === undefined) continue;
        const isThere = secrets.some((mount) =>
          fields.every(([key, value]) => mount.fields.some((field) => field.key === key && field.value === value)),
        );
        if (isThere) continue;
        const text = fields.map(([key, value]) => `${key}=${value}`).join(',');
        const flag = `--mount=type=secret,${text}`;
        yield {
          span: command.nameWord.span,
          message: `${words.join(' ')} needs a secret mount${text === '' ? '' : ` (${text})`}.`,
          fixes:
            text === ''
              ? []
              : [
                  {
                    title: `Add ${flag}`,
                    applicability: 'review',
                    because: 'The build has to be given the secret, too.',
                    edits: [insertAt(instruction.keywordSpan.end, ` ${flag}`)],
                  },
                ],
        };
      }
    }
  },
});

interface Entry {
  readonly words: readonly string[];
  readonly fields: readonly (readonly [string, string])[];
}

function readEntry(entry: string): Entry {
  const [, command = entry, fields = ''] = /^([^:]+):\s*(.*)$/s.exec(entry) ?? [];
  return {
    words: command.trim().split(/\s+/),
    fields: fields
      .split(',')
      .map((field) => field.trim())
      .filter((field) => field.includes('='))
      .map((field) => {
        const [key = '', ...value] = field.split('=');
        return [/^(?:dst|destination)$/.test(key) ? 'target' : key, value.join('=')] as const;
      }),
  };
}

function calls({ name, args }: ShellCommand, [program, ...rest]: readonly string[]): boolean {
  if (name !== program) return false;
  const operands = args.map(({ value }) => value ?? '').filter((value) => !value.startsWith('-'));
  return rest.every((word, index) => operands[index] === word);
}
