import { defineRule, type Fix } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { powerShellOf, type PowerShellScript } from '../model/powershell';
import { extendShell } from '../model/powershell-shell';

export default defineRule({
  id: 'powershell-progress-shown',
  aliases: ['tally/powershell/progress-preference'],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  needs: ['RUN'],
  summary: 'Invoke-WebRequest draws a progress bar that nobody sees.',
  docs: `
Invoke-WebRequest draws a bar while it loads. In Windows PowerShell 5.1 drawing it takes many times as long as the download
itself, and in the log of a build each step of it is a line. \`$ProgressPreference = 'SilentlyContinue'\` before the command,
or in the SHELL instruction for all of them, turns it off.

**When to ignore:** where the files are small and the log is yours alone.

**The fix** adds it to the SHELL instruction.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command"]\nRUN Invoke-WebRequest https://example.com/a.zip -OutFile a.zip\n',
      good: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command", "$ProgressPreference = \'SilentlyContinue\';"]\nRUN Invoke-WebRequest https://example.com/a.zip -OutFile a.zip\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const script = powerShellOf(model, instruction);
    if (script === undefined) return;
    const command = /(?<![\w$-])(?:Invoke-WebRequest|iwr)(?![\w-])/i.exec(script.text);
    if (command === null) return;
    const before = `${script.prelude};${script.text.slice(0, command.index)}`;
    if (/ProgressPreference\s*=\s*[\\"'`]*SilentlyContinue/i.test(before)) return;
    yield {
      span: script.spanOf(command.index, command.index + command[0].length) ?? script.startSpan,
      message: `${command[0]} draws a progress bar into the log, which slows the download down.`,
      fixes: fixOf(model, script),
    };
  },
});

function fixOf(model: DockerfileModel, script: PowerShellScript): readonly Fix[] {
  const edit = extendShell(model, script, "$ProgressPreference = 'SilentlyContinue';");
  const because = 'The image keeps the SHELL among its settings.';
  const title = "Set $ProgressPreference to 'SilentlyContinue' in SHELL";
  return edit === undefined ? [] : [{ title, applicability: 'review', because, edits: [edit] }];
}
