import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/src/core/index';
import { plimsoll, workspace } from '../support/command-line';
import { checkSchema } from '../support/schemas';

const GO = `FROM golang:1.24-bookworm
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /usr/local/bin/app .
EXPOSE 8080
CMD ["/usr/local/bin/app"]
`;
const TWO_STAGES = 'FROM golang:1.24 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n';
const FILES = {
  Dockerfile: GO,
  'go.mod': 'module example.com/app\n\ngo 1.24\n',
  'go.sum': '',
  'main.go': 'package main\n',
};

describe('plimsoll convert', () => {
  it('prints the converted Dockerfile and nothing else', async () => {
    const { folder } = workspace(FILES);
    const { exitCode, stdout, stderr } = await plimsoll(folder, ['convert', 'Dockerfile']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(analyze(stdout).model.stages.length).toBe(2);
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(GO);
  });

  it('prints the plan as JSON', async () => {
    const { folder } = workspace(FILES);
    const { exitCode, stdout } = await plimsoll(folder, ['convert', 'Dockerfile', '--format', 'json']);
    expect(exitCode).toBe(0);
    const { status, text, dispositions } = checkSchema('convert', stdout);
    expect(status).toBe('converted');
    expect(analyze(text).model.stages.length).toBe(2);
    expect(dispositions.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('says what leaves the image, and that the size is an estimate', async () => {
    const { folder } = workspace(FILES);
    const json = await plimsoll(folder, ['convert', 'Dockerfile', '--format', 'json']);
    const { estimate } = checkSchema('convert', json.stdout) as unknown as {
      estimate: { megabytes: [number, number]; parts: { kind: string }[] };
    };
    expect(estimate.megabytes[0]).toBeGreaterThan(500);
    expect(estimate.megabytes[1]).toBeGreaterThan(estimate.megabytes[0]);
    expect(estimate.parts.map(({ kind }) => kind)).toEqual(['base', 'layers', 'files']);
    const { stdout } = await plimsoll(folder, ['convert', 'Dockerfile', '--write']);
    expect(stdout).toMatch(
      /^The image becomes \d+ to \d+ MB smaller by what tables know \(an estimate, nothing was built\)\.$/m,
    );
  });

  it('prints a diff', async () => {
    const { folder } = workspace(FILES);
    const { exitCode, stdout } = await plimsoll(folder, ['convert', 'Dockerfile', '--format', 'diff']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^--- a\/Dockerfile\n\+\+\+ b\/Dockerfile\n@@ /);
    expect(stdout).toMatch(/^-FROM golang:1\.24-bookworm$/m);
  });

  it('writes the file when told to, its mode and line ends kept', async () => {
    const { folder } = workspace({ ...FILES, Dockerfile: GO.replaceAll('\n', '\r\n') });
    const { mode } = statSync(join(folder, 'Dockerfile'));
    const { exitCode, stdout } = await plimsoll(folder, ['convert', 'Dockerfile', '--write']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Dockerfile: converted to 2 stages\.\n/);
    const written = readFileSync(join(folder, 'Dockerfile'), 'utf8');
    expect(written).toContain('\r\nFROM ');
    expect(written).not.toMatch(/(?<!\r)\n/);
    expect(statSync(join(folder, 'Dockerfile')).mode).toBe(mode);
    const again = await plimsoll(folder, ['convert', 'Dockerfile', '--write']);
    expect([again.exitCode, again.stdout]).toEqual([3, '']);
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(written);
  });

  it('refuses with the reason, its id and the place on standard error', async () => {
    const { folder } = workspace({ Dockerfile: TWO_STAGES });
    const { exitCode, stdout, stderr } = await plimsoll(folder, ['convert', 'Dockerfile']);
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^plimsoll: Dockerfile(?::\d+:\d+)?: .*\(R14\)\n$/);
    const json = await plimsoll(folder, ['convert', 'Dockerfile', '--format', 'json']);
    expect(json.exitCode).toBe(3);
    expect(checkSchema('convert', json.stdout)).toMatchObject({ status: 'refused', reason: { id: 'R14' } });
  });

  it('reads standard input', async () => {
    const { folder } = workspace();
    const { exitCode, stdout } = await plimsoll(folder, ['convert', '-', '--no-context'], { stdin: GO });
    expect(exitCode).toBe(0);
    expect(analyze(stdout).model.stages.length).toBe(2);
    expect((await plimsoll(folder, ['convert', '-', '--write'], { stdin: GO })).exitCode).toBe(2);
  });

  it('exits with 2 where the file cannot be read', async () => {
    const { folder } = workspace({ 'sub/x': '' });
    for (const path of ['missing', 'sub']) {
      const { exitCode, stderr, stdout } = await plimsoll(folder, ['convert', path]);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^plimsoll: (?:missing: There is no such file|sub: This is a folder, not a file)\.\n$/);
    }
  });

  it('keeps a target that another file builds, and says so', async () => {
    const named = { ...FILES, Dockerfile: GO.replace('bookworm', 'bookworm AS app') };
    const compose = { 'compose.yaml': 'services:\n  web:\n    build: { context: ., target: app }\n' };
    const { folder } = workspace({ ...named, ...compose });
    const { stdout } = await plimsoll(folder, ['convert', 'Dockerfile', '--format', 'json']);
    const { text, assumptions } = checkSchema('convert', stdout) as unknown as {
      text: string;
      assumptions: { message: string }[];
    };
    expect(analyze(text).model.finalStage?.name).toBe('app');
    expect(assumptions.map(({ message }) => message)).toContain(
      'compose.yaml builds the target "app": it stays, as the last stage.',
    );
    const numbered = workspace({ ...named, 'compose.yaml': compose['compose.yaml'].replace('app', '"0"') });
    const refused = await plimsoll(numbered.folder, ['convert', 'Dockerfile']);
    expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining('by its number')]);
  });

  it('converts with choices, and names the choice under which a refused file is converted', async () => {
    const { folder } = workspace(FILES);
    const mounted = await plimsoll(folder, ['convert', 'Dockerfile', '--cache-mounts']);
    expect(mounted.stdout).toContain('RUN --mount=type=cache,target=/go/pkg/mod');
    const refused = await plimsoll(folder, ['convert', 'Dockerfile', '--health-check', '/']);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toMatch(
      /R17\)\n.*it can be converted otherwise: Leave out the health check \(no flags\)\.\n$/,
    );
    const json = await plimsoll(folder, ['convert', 'Dockerfile', '--health-check', '/', '--format', 'json']);
    expect(checkSchema('convert', json.stdout)).toMatchObject({
      alternatives: [{ title: 'Leave out the health check', flags: 'no flags' }],
    });
  });
});
