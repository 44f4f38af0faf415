import { defineRule } from '../lint/rule';
import { replace } from '../text/edit';

export default defineRule({
  id: 'stop-signal-ungraceful',
  aliases: ['tally/no-ungraceful-stopsignal'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['STOPSIGNAL'],
  summary: 'The container is stopped with a signal that no program can handle.',
  docs: `
\`docker stop\` sends STOPSIGNAL and waits. SIGKILL ends the program at once, in the middle of its work: open requests are
dropped and files are left half written. SIGSTOP only freezes it, until Docker kills it after the grace period. Neither can
be caught.

**When to ignore:** where the program has nothing to lose and does not react to SIGTERM.

**The fix** writes SIGTERM, which Docker sends by default.
`,
  fixes: 'always',
  examples: [
    { bad: 'FROM debian:bookworm-slim\nSTOPSIGNAL SIGKILL\n', good: 'FROM debian:bookworm-slim\nSTOPSIGNAL SIGTERM\n' },
  ],
  *checkInstruction({ model }, instruction) {
    const [word] = instruction.words;
    if (instruction.keyword !== 'STOPSIGNAL' || word === undefined) return;
    // Windows ends every container the same way.
    if (model.stageOf(instruction)?.facts?.distribution.family === 'windows') return;
    const signal = model.expandAt(word.value, instruction)?.toUpperCase().replace(/^SIG/, '');
    if (signal !== 'KILL' && signal !== 'STOP' && signal !== '9' && signal !== '19') return;
    const because = 'The program has to end by itself when it gets SIGTERM.';
    yield {
      span: word.span,
      message: `${signal === 'KILL' || signal === '9' ? 'SIGKILL' : 'SIGSTOP'} cannot be handled: the program has no chance to end its work.`,
      fixes: [{ title: 'Write SIGTERM', applicability: 'review', because, edits: [replace(word.span, 'SIGTERM')] }],
    };
  },
});
