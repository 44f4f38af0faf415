import { createLines, type Severity } from '../../core/index';
import type { CheckedFile, CheckReport } from '../report';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** Returns the report as workflow commands, which GitHub Actions shows as annotations of the files. */
export function reportGithub({ files }: CheckReport): string {
  return files.flatMap(commandsOf).join('');
}

function commandsOf(file: CheckedFile): readonly string[] {
  if (file.error !== undefined) return [command('error', { file: file.path }, file.error)];
  const lines = createLines(file.text);
  return file.findings.map(({ rule, severity, message, span }) => {
    const { start, end } = lines.rangeOf(span);
    const isOneLine = start.line === end.line;
    return command(
      COMMANDS[severity],
      {
        file: file.path,
        line: start.line + 1,
        endLine: end.line + 1,
        // GitHub takes columns only where a finding lies in one line.
        ...(isOneLine ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
        title: rule,
      },
      message,
    );
  });
}

function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const shown = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${shown.join(',')}::${escapeMessage(message)}\n`;
}

function escapeMessage(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
