import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ShellCheckQuestion } from '../../server/src/core/index';
import type { Environment } from '../../server/src/lsp/environment';
import { trustGrantedNotification } from '../../server/src/lsp/protocol';
import { startInProcess, type ClientOptions, type LspClient } from '../support/lsp-client';
import { fakeAnswer } from '../support/shell-check';

// An installed ShellCheck in an editor; here a function stands in its place.

const TEXT = 'FROM debian:bookworm-slim\nRUN unused=1; true\n';

interface Asked {
  readonly client: LspClient;
  readonly questions: ShellCheckQuestion[];
  readonly paths: (string | undefined)[];
}

async function start(options: ClientOptions = {}): Promise<Asked> {
  const questions: ShellCheckQuestion[] = [];
  const paths: (string | undefined)[] = [];
  const answers = new Map<string, string>();
  const environment: Partial<Environment> = {
    shellCheckerOf: (path) => {
      paths.push(path);
      return {
        known: ({ text }) => answers.get(text),
        ask: (question) => {
          questions.push(question);
          const answer = fakeAnswer(question.text, [{ needle: 'unused=1', code: 2034, message: 'unused is unused' }]);
          answers.set(question.text, answer);
          return Promise.resolve(answer);
        },
      };
    },
  };
  const client = await startInProcess({ ...options, environment });
  onTestFinished(() => client.stop().then(() => undefined));
  return { client, questions, paths };
}

const codes = (diagnostics: readonly { readonly code?: unknown }[]): readonly unknown[] =>
  diagnostics.map(({ code }) => code);

describe('ShellCheck in an editor', () => {
  it('adds its findings to those of the version once the text rests', async () => {
    const { client } = await start();
    const document = await client.open(TEXT);
    expect(codes(await document.diagnostics())).not.toContain('shellcheck/SC2034');
    const found = await document.diagnosticsWhere((all) => codes(all).includes('shellcheck/SC2034'));
    expect(found.find(({ code }) => code === 'shellcheck/SC2034')).toMatchObject({
      source: 'shellcheck',
      severity: 2,
      message: 'unused is unused.',
      range: { start: { line: 1, character: 4 }, end: { line: 1, character: 12 } },
      codeDescription: { href: 'https://www.shellcheck.net/wiki/SC2034' },
    });
    expect(client.published.at(-1)?.version).toBe(1);
  });

  it('keeps what it said of scripts that stay as they are, and asks about the others only', async () => {
    const { client, questions } = await start();
    const document = await client.open(TEXT);
    await document.diagnosticsWhere((all) => codes(all).includes('shellcheck/SC2034'));
    await document.change({ text: `${TEXT}RUN id\n` });
    expect(codes(await document.diagnostics())).toContain('shellcheck/SC2034');
    await expect.poll(() => questions.length, { timeout: 5_000 }).toBe(2);
  });

  it('is not asked between keystrokes', async () => {
    const { client, questions } = await start();
    const document = await client.open(TEXT);
    for (let i = 0; i < 5; i++) {
      await document.change({ text: `${TEXT}RUN echo ${String(i)}\n` });
      await document.diagnostics();
    }
    await expect.poll(() => questions.length, { timeout: 5_000 }).toBe(2);
    expect(questions.at(-1)?.text).toContain('echo 4');
  });

  it('offers to ignore a finding, and the comment does', async () => {
    const { client } = await start();
    const document = await client.open(TEXT);
    const all = await document.diagnosticsWhere((found) => codes(found).includes('shellcheck/SC2034'));
    const finding = all.find(({ code }) => code === 'shellcheck/SC2034')!;
    const actions = await document.actions(finding.range, { diagnostics: [finding] });
    const ignore = actions.find(({ title }) => title === 'Ignore shellcheck/SC2034 on this line')!;
    await document.change({ text: await document.apply(ignore) });
    expect(codes(await document.diagnostics())).not.toContain('shellcheck/SC2034');
  });

  it('is not looked for in a workspace that is not trusted, until it is', async () => {
    const { client, questions, paths } = await start({ initializationOptions: { isTrusted: false } });
    const document = await client.open(TEXT);
    await document.diagnostics();
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect([questions, paths]).toEqual([[], []]);
    await client.connection.sendNotification(trustGrantedNotification);
    await document.diagnosticsWhere((all) => codes(all).includes('shellcheck/SC2034'));
  });

  it.each([{ shellcheck: { enable: 'never' } }, { enable: false }])('is not asked where %j', async (settings) => {
    const { client, questions } = await start({ settings });
    const document = await client.open(TEXT);
    await document.diagnostics();
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(questions).toEqual([]);
  });

  it('is the one at the path that is set', async () => {
    const { client, paths } = await start({ settings: { shellcheck: { path: '/opt/shellcheck' } } });
    const document = await client.open(TEXT);
    await document.diagnosticsWhere((all) => codes(all).includes('shellcheck/SC2034'));
    expect(new Set(paths)).toEqual(new Set(['/opt/shellcheck']));
  });

  it('is chosen by the person alone: no workspace sets the path', () => {
    const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      capabilities: { untrustedWorkspaces: { supported: unknown } };
      contributes: { configuration: { properties: Record<string, { scope: string }> } };
    };
    // Nothing of an untrusted workspace is run: the server is told of the trust, and asks ShellCheck only then.
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe(true);
    expect(manifest.contributes.configuration.properties['plimsoll.shellcheck.path']?.scope).toBe('machine');
  });
});
