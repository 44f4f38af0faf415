import { defineRule } from '../lint/rule';
import { powerShellOf, type PowerShellScript } from '../model/powershell';

export default defineRule({
  id: 'powershell-wrapper-repeated',
  aliases: ['tally/powershell/prefer-shell-instruction'],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  needs: ['RUN'],
  summary: 'Step after step starts PowerShell by hand.',
  docs: `
\`RUN powershell -Command …\` goes through another shell first, whose quotes and \`$\` or \`%\` have to be got round. One
\`SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]\` makes every RUN below PowerShell, and says once what
to do about errors.

Reported is the first of two or more such steps, between which no other RUN stands.

**When to ignore:** where CMD, ENTRYPOINT or later stages need the other shell.

There is no fix: what the outer shell does to quotes and variables today would have to be undone in each step.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN powershell -Command Get-Service\nRUN powershell -Command Get-Process\n',
      good: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command", "$ErrorActionPreference = \'Stop\';"]\nRUN Get-Service\nRUN Get-Process\n',
    },
  ],
  *checkStage({ model }, stage) {
    let run: PowerShellScript[] = [];
    const runs = [run];
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      const script = powerShellOf(model, instruction);
      if (script?.via === 'wrapper') run.push(script);
      else runs.push((run = []));
    }
    for (const scripts of runs) {
      const [first, ...others] = scripts;
      if (first === undefined || others.length === 0) continue;
      yield {
        span: first.startSpan,
        message: `${scripts.length} steps in a row start PowerShell by hand; a SHELL instruction does it for all.`,
        related: others.map(({ startSpan }) => ({ span: startSpan, message: 'Another one.' })),
      };
    }
  },
});
