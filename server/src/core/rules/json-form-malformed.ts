import { insertLinesBefore } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { readNearJson, type NearJson } from '../model/json-form';
import { replace } from '../text/edit';
import { pageResidueOf } from '../model/page-residue';

const FORMS: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'COPY', 'ADD', 'VOLUME']);

const ALWAYS = ['tally/invalid-json-form', 'sonar/S7030'];
const SINGLE_QUOTES = 'dockerfile-utils/JSON_IN_SINGLE_QUOTES';
// To others, a broken list of CMD or ENTRYPOINT is the shell form that it is.
const COMMANDS = [
  'buildkit/JSONArgsRecommended',
  'tally/buildkit/JSONArgsRecommended',
  'hadolint/DL3025',
  'sonar/S7019',
];

export default defineRule({
  id: 'json-form-malformed',
  aliases: [...ALWAYS, SINGLE_QUOTES, ...COMMANDS],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  mentions: /\[/,
  summary: 'A list in brackets is not valid JSON, so it is not the exec form.',
  docs: `
The exec form is a JSON array: strings in double quotes, commas between them, nothing after the bracket. Anything else is
taken for the shell form, and the shell looks for a program called \`['python',\`. For COPY, ADD and VOLUME the brackets and
quotes become part of the paths.

**When to ignore:** where the line is a test command of the shell, \`[ 'a' ]\`.

**The fix** writes the strings as a JSON array, and a comment behind it on a line of its own.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: "FROM python:3.13-slim\nCMD ['python', 'app.py']\n",
      good: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n',
    },
  ],
  *checkInstruction({ file }, outer) {
    const instruction = outer.trigger ?? outer;
    const { keyword, exec, body, logical, healthType } = instruction;
    if (!FORMS.has(keyword) || exec !== undefined) return;
    const skipped = /^\s*/.exec(body.text.slice(healthType?.text.length ?? 0))?.[0].length ?? 0;
    const start = (healthType?.text.length ?? 0) + skipped;
    const text = body.text.slice(start);
    const json = readNearJson(text);
    if (json === undefined || pageResidueOf(file, outer).length > 0) return;
    const span = logical.spanOf(body.start + start, body.end);
    const isEnough = json.items.length > 1 || (keyword !== 'COPY' && keyword !== 'ADD');
    // A comment is one at the beginning of a line only.
    const comment = /^#[^\r\n]*$/.test(json.rest) ? [insertLinesBefore(file, outer, [json.rest])] : [];
    const isAll = json.rest === '' || comment.length > 0;
    const canFix = isEnough && isAll && outer.innerComments.length === 0;
    const newText = `[${json.items.map((item) => JSON.stringify(item)).join(', ')}]`;
    const because = 'The strings are guessed from a list that is not valid JSON.';
    yield {
      span,
      message: `This list is not valid JSON (${FAULTS[json.fault]}), so ${keyword} takes it for ${isShell(keyword) ? 'a shell command' : 'plain words'}.`,
      aliases: [
        ...ALWAYS,
        ...(json.fault === 'single-quotes' ? [SINGLE_QUOTES] : []),
        ...(keyword === 'CMD' || keyword === 'ENTRYPOINT' ? COMMANDS : []),
      ],
      ...(canFix
        ? {
            fixes: [
              {
                title: 'Write a JSON array',
                applicability: 'review',
                because,
                edits: [...comment, replace(span, newText)],
              },
            ],
          }
        : {}),
    };
  },
});

function isShell(keyword: string): boolean {
  return keyword !== 'COPY' && keyword !== 'ADD' && keyword !== 'VOLUME';
}

const FAULTS: Readonly<Record<NearJson['fault'], string>> = {
  'single-quotes': 'single quotes',
  'curly-quotes': 'curly quotes',
  'missing-comma': 'a comma is missing',
  'trailing-comma': 'a comma after the last string',
  'missing-bracket': 'the closing bracket is missing',
  'no-quotes': 'strings without quotes',
  backslash: 'a backslash that JSON does not know',
  rest: 'text after the closing bracket',
};
