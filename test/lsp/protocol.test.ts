import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../server/src/core/index';
import {
  planMultiStageRequest,
  ruleDocumentationRequest,
  type PlanMultiStageParams,
  type PlanMultiStageResult,
  type RuleDocumentationResult,
} from '../../server/src/lsp/protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startInProcess, type LspClient } from '../support/lsp-client';

const convertible = `FROM python:3.11-slim-bookworm
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["gunicorn","app:app"]
`;
let client: LspClient;

beforeEach(async () => {
  client = await startInProcess();
});

afterEach(() => client.stop());

describe('planning a conversion', () => {
  const plan = (
    uri: string,
    version: number,
    options: Partial<PlanMultiStageParams> = {},
  ): Promise<PlanMultiStageResult> =>
    client.connection.sendRequest<PlanMultiStageResult>(planMultiStageRequest, {
      textDocument: { uri, version },
      ...options,
    });

  it('answers with the text, the edits to it, and a reason for every instruction', async () => {
    const { uri } = await client.open(convertible);
    const result = await plan(uri, 1);
    if (result.kind !== 'converted') throw new Error(JSON.stringify(result));
    const original = TextDocument.create(uri, '', 1, convertible);
    expect(TextDocument.applyEdits(original, [...result.edits])).toBe(result.newText);
    expect(result.title).toBe('Convert to 2 stages: builder and runtime');
    expect(result.reasons.map(({ line, instruction }) => `${String(line)} ${instruction}`)).toEqual([
      '0 FROM',
      '1 WORKDIR',
      '2 RUN',
      '3 COPY',
      '4 RUN',
      '5 COPY',
      '6 CMD',
    ]);
    for (const { why } of result.reasons) expect(why).toMatch(/\S/);
    expect(result.report).toContain('pip install');
    expect(result.report).toMatch(/^# /);
  });

  it('takes the layout of the settings unless told another', async () => {
    await client.configure({ multiStage: { layout: 'dev-prod' } });
    const { uri } = await client.open(convertible);
    const result = await plan(uri, 1);
    expect(result.kind === 'converted' && result.title).toContain('production');
    const other = await plan(uri, 1, { layout: 'builder-runtime' });
    expect(other.kind === 'converted' && other.title).toContain('runtime');
  });

  it('says how much smaller the image becomes, as an estimate', async () => {
    const { uri } = await client.open(convertible);
    const result = await plan(uri, 1);
    if (result.kind !== 'converted') throw new Error(JSON.stringify(result));
    expect(result.estimate.megabytes?.[1]).toBeGreaterThan(result.estimate.megabytes?.[0] ?? Infinity);
    expect(result.estimate.text).toMatch(/\d MB smaller by what tables know \(an estimate, nothing was built\)\.$/);
    expect(result.report).toContain(result.estimate.text);
  });

  it('plans with the choices that are made, and offers those that help where they cannot be had', async () => {
    const { uri } = await client.open(convertible);
    const mounted = await plan(uri, 1, { cacheMounts: true });
    expect(mounted.kind === 'converted' && mounted.newText).toContain('--mount=type=cache,target=/root/.cache/pip');
    const refused = await plan(uri, 1, { cacheMounts: true, runtime: 'scratch' });
    expect(refused).toMatchObject({
      kind: 'refused',
      alternatives: [{ title: 'Take the base that fits', options: { cacheMounts: true, runtime: 'auto' } }],
    });
  });

  it('refuses with the line that decides', async () => {
    const { uri } = await client.open(
      'FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM debian:12\nCOPY --from=build /app /app\n',
    );
    expect(await plan(uri, 1)).toMatchObject({
      kind: 'refused',
      id: 'R14',
      message: expect.stringMatching(/line \d/i),
    });
  });

  it('plans no other version than the one asked for', async () => {
    const document = await client.open(convertible);
    await document.change({ text: `# new\n${convertible}` });
    expect(await plan(document.uri, 1)).toEqual({ kind: 'stale', version: 2 });
    expect(await plan('file:///nowhere/Dockerfile', 1)).toEqual({ kind: 'stale', version: -1 });
  });
});

describe('the page of a rule', () => {
  const page = async (rule: string): Promise<string | undefined> =>
    (await client.connection.sendRequest<RuleDocumentationResult>(ruleDocumentationRequest, { rule })).markdown;

  it('is there for every rule', async () => {
    for (const { id, docs } of catalogue.rules) {
      const markdown = await page(id);
      expect(markdown?.startsWith(`# ${id}\n`), id).toBe(true);
      expect(markdown).toContain(docs.trim());
    }
  });

  it('is found by the name of the rule in another tool', async () => {
    expect(await page('hadolint/DL3014')).toMatch(/^# apt-interactive\n/);
    expect(await page('no-such-rule')).toBeUndefined();
  });
});
