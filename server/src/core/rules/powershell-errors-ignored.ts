import { defineRule, type Fix } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { powerShellOf, powerShellStatements, type PowerShellScript } from '../model/powershell';
import { extendShell } from '../model/powershell-shell';

export default defineRule({
  id: 'powershell-errors-ignored',
  aliases: ['tally/powershell/error-action-preference'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['RUN'],
  summary: 'A PowerShell step goes on after a failed command.',
  docs: `
PowerShell goes on after most errors, and the step succeeds where its last command does: a download that failed is missed
when the next line needs the file, or never. \`$ErrorActionPreference = 'Stop'\` makes an error end the step. In the SHELL
instruction it holds for every RUN below. (Programs that are no cmdlets are not covered by it; from PowerShell 7.4 on
\`$PSNativeCommandUseErrorActionPreference = $true\` covers those too.)

Reported are steps of at least as many commands as the option \`minStatements\` says, whose code nowhere asks for it.

**When to ignore:** where each command that matters has \`-ErrorAction Stop\` or looks at the result itself.

**The fix** adds it to the SHELL instruction.
`,
  fixes: 'sometimes',
  options: { minStatements: 2 },
  examples: [
    {
      bad: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command"]\nRUN Install-WindowsFeature Web-Server; Remove-Item C:/inetpub/wwwroot/*\n',
      good: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command", "$ErrorActionPreference = \'Stop\';"]\nRUN Install-WindowsFeature Web-Server; Remove-Item C:/inetpub/wwwroot/*\n',
    },
  ],
  *checkInstruction({ model, options }, instruction) {
    const script = powerShellOf(model, instruction);
    if (script === undefined || handlesErrors(script)) return;
    const statements = powerShellStatements(script.text).filter((text) => !SETTING.test(text));
    if (statements.length < options.minStatements) return;
    yield {
      span: script.startSpan,
      message: `PowerShell goes on after an error in one of these ${statements.length} commands.`,
      fixes: fixOf(model, script),
    };
  },
});

// Code that only sets something does not fail.
const SETTING = /^(?:\$[\w:]+\s*=\s*[\w'"$.:/-]*$|\[[\w.]+\]::\w+\s*=|Set-ExecutionPolicy\b)/i;

function handlesErrors({ text, prelude }: PowerShellScript): boolean {
  return /ErrorActionPreference\s*=\s*[\\"'`]*Stop|\*:ErrorAction|-(?:ErrorAction|EA)[:\s]+Stop|\bthrow\b|\btrap\b|\bcatch\b|\$\?|LASTEXITCODE/i.test(
    `${prelude};${text}`,
  );
}

function fixOf(model: DockerfileModel, script: PowerShellScript): readonly Fix[] {
  const edit = extendShell(model, script, "$ErrorActionPreference = 'Stop';");
  const because = 'A step that fails in the middle fails the build then.';
  const title = "Set $ErrorActionPreference to 'Stop' in SHELL";
  return edit === undefined ? [] : [{ title, applicability: 'review', because, edits: [edit] }];
}
