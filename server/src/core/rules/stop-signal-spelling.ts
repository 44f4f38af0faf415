import { defineRule } from '../lint/rule';
import { signalName } from '../model/signals';
import { replace } from '../text/edit';

export default defineRule({
  id: 'stop-signal-spelling',
  aliases: ['tally/prefer-canonical-stopsignal'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  needs: ['STOPSIGNAL'],
  summary: 'The stop signal is a number, or is not spelt as usual.',
  docs: `
\`15\`, \`TERM\`, \`sigterm\` and \`SIGTERM\` are one signal. The full name is what manuals and \`docker inspect\` of most images
show, so that it is found by a search; of a number few know the meaning.

**When to ignore:** where something compares the image's setting letter by letter.

**The fix** writes the full name.
`,
  fixes: 'always',
  examples: [
    { bad: 'FROM debian:bookworm-slim\nSTOPSIGNAL 3\n', good: 'FROM debian:bookworm-slim\nSTOPSIGNAL SIGQUIT\n' },
    { bad: 'FROM debian:bookworm-slim\nSTOPSIGNAL "SIGINT"\n', good: 'FROM debian:bookworm-slim\nSTOPSIGNAL SIGINT\n' },
  ],
  *checkInstruction({ model }, instruction) {
    const [word, more] = instruction.words;
    if (instruction.keyword !== 'STOPSIGNAL' || word === undefined || more !== undefined) return;
    // Windows ends every container the same way.
    if (model.stageOf(instruction)?.facts?.distribution.family === 'windows') return;
    const name = signalName(word.value);
    if (name === undefined || name === word.text) return;
    const edits = [replace(word.span, name)];
    const title = `Write ${name}`;
    const because = "The image's setting reads otherwise then, and means the same.";
    yield {
      span: word.span,
      message: `The signal ${word.text} is usually written ${name}.`,
      fixes: [
        word.value === name
          ? { title, applicability: 'safe', edits }
          : { title, applicability: 'review', because, edits },
      ],
    };
  },
});
