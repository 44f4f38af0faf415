import fc from 'fast-check';

// Texts like Dockerfiles, more often broken than those of people.

const pick = <T>(...items: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...items);
const join = (separator: string, ...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((strings) => strings.join(separator));

const space = pick(' ', ' ', ' ', '  ', '\t', ' \\\n  ', ' \\\n# inside\n ', ' \\\n\n ');
const name = pick('build', 'Builder', 'runtime', 'app', 'node', 'x-1', '0', 'scratch', 'données');
const image = pick(
  'debian',
  'debian:bookworm-slim',
  'ubuntu:16.04',
  'alpine:latest',
  'python:3.12-slim',
  'node:22',
  'node:22-alpine',
  'golang:1.24',
  'scratch',
  '${BASE}',
  'gcr.io/distroless/static:nonroot',
  'nginx@sha256:0000000000000000000000000000000000000000000000000000000000000000',
  'mcr.microsoft.com/dotnet/sdk:8.0',
  'build',
);
const path = pick(
  '.',
  './',
  '/app',
  'package*.json',
  'requirements.txt',
  '/',
  '..',
  'src',
  '.env',
  'id_rsa',
  'https://example.com/x.tar.gz',
  '"a b"',
  '$HOME/x',
  '*',
);
const word = pick(
  'curl',
  'git',
  '"a b"',
  "'x'",
  '$VAR',
  '${VAR:-x}',
  '#no',
  'a=b',
  '\\',
  '-y',
  '--flag',
  'é漢👍',
  '"',
  "'",
  '$(id)',
  '`date`',
  '<<EOF',
  '&&',
  '|',
  ';',
  '>',
  '[',
  '\\\n',
);
const command = fc.oneof(
  pick(
    'apt-get update',
    'apt-get install curl',
    'apt-get install -y --no-install-recommends gcc libpq-dev',
    'apt install git',
    'apt-get clean',
    'rm -rf /var/lib/apt/lists/*',
    'apk add gcc',
    'apk add --no-cache curl',
    'pip install flask',
    'pip install --no-cache-dir -r requirements.txt',
    'npm install',
    'npm ci && npm run build',
    'yarn install',
    'go build -o /app .',
    'cd /tmp',
    'useradd app',
    'adduser -D app',
    'chown -R app /app',
    'chmod 777 /app',
    'sudo make install',
    'curl -s https://example.com/x | sh',
    'dnf install gcc',
    'set -e',
    'if true; then apt-get install x; fi',
    'echo "unclosed',
  ),
  fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' ')),
);
const shellText = fc
  .array(fc.tuple(command, pick(' && ', '; ', ' || ', ' | ', ' && \\\n    ', ' \\\n && ')), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.map(([text, operator], index) => (index === 0 ? '' : operator) + text).join(''));
const json = fc
  .array(pick('sh', '-c', 'apt-get', 'install', 'curl', 'node', 'flask run', 'é\\"'), { maxLength: 4 })
  .map((words) => JSON.stringify(words));
const shellOrJson = fc.oneof({ weight: 3, arbitrary: shellText }, json, pick('["unclosed', "['single']", '[]', ''));
const heredoc = fc
  .tuple(
    pick('EOF', '"EOF"', "'E'", '-EOF', '-"X"'),
    fc.array(fc.oneof(command, pick('#!/bin/bash', '# comment', '')), { maxLength: 4 }),
    fc.boolean(),
  )
  .map(([tag, lines, isClosed]) => {
    const delimiter = tag.replace(/^-/, '').replace(/["']/g, '');
    return `RUN <<${tag}\n${lines.map((line) => `${line}\n`).join('')}${isClosed ? delimiter : ''}`;
  });
const keyword = (text: string): fc.Arbitrary<string> =>
  pick(text, text, text, text.toLowerCase(), text.slice(0, 2) + text.slice(2).toLowerCase());
const instruction: fc.Arbitrary<string> = fc.oneof(
  join(
    '',
    keyword('FROM'),
    space,
    fc.oneof(image, join('', pick('--platform=linux/amd64 ', '--platform=$BUILDPLATFORM '), image)),
    fc.oneof(pick('', ''), join('', pick(' AS ', ' as ', ' As'), name)),
  ),
  join('', keyword('RUN'), space, shellOrJson),
  join(
    '',
    keyword('RUN'),
    space,
    pick('--mount=type=cache,target=/root/.cache ', '--mount=type=secret,id=x ', '--network=none ', '--bogus '),
    shellText,
  ),
  heredoc,
  join(
    '',
    pick('COPY', 'ADD', 'copy'),
    space,
    pick('', '', '--from=build ', '--from=0 ', '--chown=app:app ', '--link '),
    join(' ', path, path),
  ),
  join('', pick('CMD', 'ENTRYPOINT', 'cmd'), space, shellOrJson),
  join(
    '',
    keyword('ENV'),
    space,
    pick('A=b', 'A b c', 'A=b C="d e"', 'A', '=x', 'API_KEY=secret', 'A=b \\\n C=d', 'DEBIAN_FRONTEND noninteractive'),
  ),
  join('', keyword('ARG'), space, pick('BASE', 'BASE=debian', 'TOKEN', 'A=b C=d', '')),
  join('', keyword('LABEL'), space, pick('a=b', 'maintainer="x"', 'a b', '"k"="v"', 'a')),
  join('', keyword('WORKDIR'), space, pick('/app', 'app', '.', '$HOME', '')),
  join('', keyword('USER'), space, pick('app', 'root', '0', '1000:1000', '${U}', '')),
  join('', keyword('EXPOSE'), space, pick('80', '80/tcp 443', '99999', '8080-8090', '$PORT', 'x')),
  join('', keyword('VOLUME'), space, pick('/data', '["/data"]', '')),
  join(
    '',
    keyword('HEALTHCHECK'),
    space,
    fc.oneof(
      pick('NONE', '--interval=5s CMD curl -f http://localhost', 'CMD', 'curl'),
      join('', pick('CMD '), shellOrJson),
    ),
  ),
  join('', keyword('SHELL'), space, pick('["/bin/bash", "-o", "pipefail", "-c"]', '["powershell"]', '/bin/bash')),
  join('', keyword('STOPSIGNAL'), space, pick('SIGTERM', '9', 'BOGUS')),
  join('', keyword('MAINTAINER'), space, pick('me', '"Me" <me@example.com>', '')),
  join('', keyword('ONBUILD'), space, join('', pick('RUN '), shellText)),
  join('', keyword('ONBUILD'), space, pick('COPY . .', 'FROM x', 'ONBUILD RUN x', '')),
);
const comment = pick(
  '# comment',
  '  # plimsoll ignore=apt-interactive',
  '# hadolint ignore=DL3008',
  '#',
  '# é漢👍',
  '# check=skip=all',
  '# syntax=docker/dockerfile:1',
  '# escape=`',
  '# escape=x',
);
const line = fc.oneof(
  { weight: 12, arbitrary: instruction },
  { weight: 2, arbitrary: comment },
  { weight: 1, arbitrary: pick('', '  ', 'Copy', 'Edit', '```', 'bogus x', '\\', '\u00a0RUN x') },
);

/** Texts made of instructions, whole and broken, in any order. */
export const dockerfileText: fc.Arbitrary<string> = fc
  .record({
    first: fc.oneof({ weight: 4, arbitrary: image.map((text) => `FROM ${text}`) }, { weight: 1, arbitrary: line }),
    lines: fc.array(line, { maxLength: 12 }),
    eol: pick('\n', '\n', '\n', '\r\n'),
    mark: pick('', '', '', '', '\uFEFF'),
    end: pick('\n', '\n', '', '\n\n', ' '),
  })
  .map(({ first, lines, eol, mark, end }) => mark + `${[first, ...lines].join('\n')}${end}`.replace(/\n/g, eol));

/** Any text at all, with the characters that matter in Dockerfiles among it. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      pick(
        '\n',
        '\r\n',
        '\r',
        ' ',
        '\t',
        '\\\n',
        '#',
        '"',
        "'",
        '[',
        ']',
        '<<EOF\n',
        'EOF\n',
        'FROM a\n',
        'RUN ',
        'COPY ',
        '$',
        '${',
        '}',
        '$(',
        '&&',
        '\u2028',
        '\u0085',
        '\uD800',
        '\0',
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

/** Returns the same `count` texts for the same `seed`. */
export function generateTexts(arbitrary: fc.Arbitrary<string>, count: number, seed: number): readonly string[] {
  return fc.sample(arbitrary, { numRuns: count, seed });
}
