import { insertLinesBefore } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { startCommands } from '../model/effective-start';

export default defineRule({
  id: 'unbuffered-python-output',
  aliases: ['dockerfile-doctor/DD015', 'dockerfile-roast/DF032'],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  summary: 'Python keeps its output back while nobody watches the terminal.',
  docs: `
Where standard output is no terminal, Python collects 8 KB before it writes. In a container that means logs that come late,
and the last lines before a crash that never come. \`PYTHONUNBUFFERED=1\`, or \`python -u\`, writes at once.

**When to ignore:** where the program logs to standard error, which is not buffered that way.

**The fix** sets the variable.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nCOPY app.py .\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nCOPY app.py .\nENV PYTHONUNBUFFERED=1\nCMD ["python", "app.py"]\n',
    },
  ],
  *check({ file, model }) {
    const stage = model.finalStage;
    if (stage === undefined || model.finalState(stage).env.has('PYTHONUNBUFFERED')) return;
    for (const { instruction, words, argv } of startCommands(model, stage)) {
      const [program] = words;
      if (program === undefined || !/(?:^|\/)python[\d.]*$/.test(argv[0] ?? '') || argv[1] === '-u' || argv.length < 2)
        continue;
      if (model.stageOf(instruction) !== stage || argv[1] === '-c') continue;
      yield {
        span: program.span,
        message: 'PYTHONUNBUFFERED is not set: what the program prints is kept back until 8 KB are full.',
        fixes: [
          {
            title: 'Set PYTHONUNBUFFERED=1',
            applicability: 'review',
            because: 'The image gets another variable, and every line is written by itself.',
            edits: [insertLinesBefore(file, instruction, ['ENV PYTHONUNBUFFERED=1'])],
          },
        ],
      };
      return;
    }
  },
});
