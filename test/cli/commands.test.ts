import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../server/src/core/index';
import { plimsoll, workspace } from '../support/command-line';
import { checkSchema } from '../support/schemas';

const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  readonly version: string;
};

describe('plimsoll', () => {
  it('prints the version of the manifest', async () => {
    const { folder } = workspace();
    const { exitCode, stdout } = await plimsoll(folder, ['--version']);
    expect([exitCode, stdout]).toEqual([0, `${manifest.version}\n`]);
  });

  it('has help for itself and for each command', async () => {
    const { folder } = workspace();
    for (const args of [[], ['check'], ['fix'], ['convert'], ['rules'], ['explain'], ['lsp']]) {
      const { exitCode, stdout } = await plimsoll(folder, [...args, '--help']);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`Usage: ${['plimsoll', ...args].join(' ')}`);
    }
  });

  it('exits with 2 where it is called wrongly', async () => {
    const { folder } = workspace();
    for (const args of [[], ['chek'], ['check', '--format', 'xml'], ['check', '--nope'], ['explain'], ['lsp']]) {
      const { exitCode, stderr, stdout } = await plimsoll(folder, args);
      expect(exitCode).toBe(2);
      expect(stderr).not.toBe('');
      expect(stdout).toBe('');
    }
  });

  it('lists all rules', async () => {
    const { folder } = workspace();
    const { stdout } = await plimsoll(folder, ['rules']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(catalogue.rules.length + 1);
    const json = checkSchema('rules', (await plimsoll(folder, ['rules', '--format', 'json'])).stdout);
    expect(json.map(({ id }) => id)).toEqual(catalogue.rules.map(({ id }) => id));
  });

  it('explains a rule by id or alias', async () => {
    const { folder } = workspace();
    const { exitCode, stdout } = await plimsoll(folder, ['explain', 'hadolint/DL3014']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('When to ignore');
    const unknown = await plimsoll(folder, ['explain', 'apt-interactiv']);
    expect([unknown.exitCode, unknown.stderr]).toEqual([
      2,
      'plimsoll: No rule is called "apt-interactiv". Did you mean "apt-interactive"?\n',
    ]);
  });
});
