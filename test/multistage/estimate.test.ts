import { describe, expect, it } from 'vitest';
import { analyze, planMultiStage, type Estimate } from '../../server/src/core/index';

function estimateOf(text: string): Estimate {
  const result = planMultiStage(analyze(text));
  if (result.kind === 'refusal') throw new Error(result.message);
  return result.estimate;
}

const onPython = (base: string, install: string): string =>
  `FROM ${base}\nRUN ${install}\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n`;
const apt = (names: string): string =>
  `apt-get update && apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*`;

describe('the estimate', () => {
  it('has the size of packages on the release of the table, compilers counted once', () => {
    const { megabytes, parts } = estimateOf(onPython('python:3.12-slim-bookworm', apt('gcc g++ libc6-dev')));
    expect(megabytes).toEqual([254, 254]);
    expect(parts[0]).toMatchObject({ kind: 'packages', what: 'gcc, g++, libc6-dev' });
  });

  it('is a wider range on another release', () => {
    expect(estimateOf(onPython('python:3.12-slim-bullseye', apt('gcc libc6-dev'))).megabytes).toEqual([128, 214]);
  });

  it('does not count what the base brings along twice', () => {
    const full = estimateOf(onPython('python:3.12-bookworm', apt('gcc libc6-dev')));
    expect(full.megabytes).toEqual([850, 910]);
    expect(full.parts.map(({ kind, megabytes }) => [kind, megabytes])).toEqual([
      ['base', [850, 910]],
      ['packages', [0, 0]],
      ['layers', undefined],
      ['files', undefined],
    ]);
  });

  it('counts nothing for what the step itself removes', () => {
    const text =
      'FROM python:3.12-slim-bookworm\nWORKDIR /app\nCOPY requirements.txt .\nRUN apt-get update && apt-get install -y gcc libc6-dev && pip install -r requirements.txt && apt-get purge -y gcc libc6-dev\nCOPY . .\nCMD ["python", "app.py"]\n';
    expect(estimateOf(text).megabytes).toEqual([0, 0]);
  });

  it('names what no table has the size of, and gives no figure for it', () => {
    const { megabytes, parts } = estimateOf(onPython('python:3.12-alpine', 'apk add --no-cache gcc musl-dev'));
    expect(megabytes).toBeUndefined();
    expect(parts[0]).toEqual({ kind: 'packages', what: 'gcc, musl-dev' });
  });

  it('takes back what the smaller base lacks and the runtime installs', () => {
    const text =
      'FROM python:3.12-bookworm\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nHEALTHCHECK --timeout=3s CMD curl -f http://localhost:8000/ -X HEAD\nCMD ["python", "app.py"]\n';
    // curl and ca-certificates.
    expect(estimateOf(text).megabytes).toEqual([830, 899]);
  });

  it('refuses a stage for little that is no compiler, and names the simpler fix', () => {
    const text = `FROM node:22-slim\nWORKDIR /app\nRUN ${apt('lsb-release')}\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n`;
    expect(planMultiStage(analyze(text))).toMatchObject({
      kind: 'refusal',
      id: 'R1',
      message: expect.stringMatching(
        /lsb-release behind, at most about \d MB.*apt-get purge -y --auto-remove lsb-release/,
      ) as string,
    });
  });
});
