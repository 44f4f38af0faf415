import { describe, expect, it } from 'vitest';
import { createModel } from '../../server/src/core/model/model';
import { verifyConversion, type Allowances } from '../../server/src/core/multistage/verify';
import { parseDockerfile } from '../../server/src/core/syntax/parse';
import { memoryContext } from '../support/build-context';

interface Scenario {
  readonly before: string;
  readonly after: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly allowed?: Allowances;
}

function violations({ before, after, files, allowed = {} }: Scenario): readonly string[] {
  const read = (text: string) => createModel(parseDockerfile(text));
  const context = files === undefined ? undefined : memoryContext(files);
  return verifyConversion(read(before), read(after), { context, allowed }).map(
    ({ check, message }) => `${check} ${message}`,
  );
}

/** A right conversion is accepted. */
function checkAccepted(scenario: Scenario): void {
  expect(violations(scenario)).toEqual([]);
}

/** The scenario with `from` in its result replaced by `to` is caught by `check`, whatever else is. */
function checkCaught(check: string, scenario: Scenario, from: string | RegExp, to: string, about?: RegExp): void {
  const after = scenario.after.replace(from, to);
  expect(after, 'the mutation changes nothing').not.toBe(scenario.after);
  const found = violations({ ...scenario, after });
  const hits = found.filter((one) => one.startsWith(`${check} `));
  expect(hits.length, `${check} is silent; found ${JSON.stringify(found)}`).toBeGreaterThan(0);
  if (about !== undefined) expect(hits.join('\n')).toMatch(about);
}

const flask: Scenario = {
  before: `# syntax=docker/dockerfile:1
# The shop
FROM python:3.11-slim-bookworm
ARG VERSION=dev
ENV PYTHONUNBUFFERED=1 \\
    PIP_NO_CACHE_DIR=1
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev tzdata \\
    # the driver needs it
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
LABEL version=$VERSION
EXPOSE 8000
STOPSIGNAL SIGINT
VOLUME /data
HEALTHCHECK --interval=30s CMD ["python", "-c", "print(1)"]
CMD ["gunicorn", "-b", "0.0.0.0:8000", "shop:app"]
`,
  after: `# syntax=docker/dockerfile:1
# The shop
FROM python:3.11-slim-bookworm AS builder
ENV PYTHONUNBUFFERED=1 \\
    PIP_NO_CACHE_DIR=1
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev tzdata \\
    # the driver needs it
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt

FROM python:3.11-slim-bookworm AS runtime
ARG VERSION=dev
ENV PYTHONUNBUFFERED=1
ENV PATH=/opt/venv/bin:$PATH
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 tzdata \\
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
COPY . .
LABEL version=$VERSION
EXPOSE 8000
STOPSIGNAL SIGINT
VOLUME /data
HEALTHCHECK --interval=30s CMD ["python", "-c", "print(1)"]
CMD ["gunicorn", "-b", "0.0.0.0:8000", "shop:app"]
`,
  files: { 'requirements.txt': 'flask\ngunicorn\npsycopg2\n', 'shop.py': 'app = 1\n', Dockerfile: '' },
};

const django: Scenario = {
  before: `FROM python:3.12-bookworm
ENV DJANGO_SETTINGS_MODULE=site.settings
RUN groupadd --system --gid 10001 web && useradd --system --uid 10001 --gid web web
WORKDIR /srv/site
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY --chown=web:web . .
COPY --chmod=755 docker/entrypoint.sh /entrypoint.sh
USER web
EXPOSE 8000
ENTRYPOINT ["/entrypoint.sh"]
CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]
`,
  after: `FROM python:3.12-bookworm AS builder
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /srv/site
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt

FROM python:3.12-slim-bookworm
ENV DJANGO_SETTINGS_MODULE=site.settings
ENV VIRTUAL_ENV=/opt/venv
ENV PATH=/opt/venv/bin:$PATH
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 web && useradd --system --uid 10001 --gid web web
WORKDIR /srv/site
COPY --from=builder /opt/venv /opt/venv
COPY --chown=web:web . .
COPY --chmod=755 docker/entrypoint.sh /entrypoint.sh
USER web
EXPOSE 8000
ENTRYPOINT ["/entrypoint.sh"]
CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]
`,
  files: {
    'requirements.txt': 'Django\npsycopg2==2.9\n',
    'manage.py': '#!/usr/bin/env python\n',
    'docker/entrypoint.sh': '#!/bin/sh\nset -e\npython manage.py migrate\nexec "$@"\n',
  },
};

const nest: Scenario = {
  before: `FROM node:20-bookworm
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build
EXPOSE 3000
CMD ["node", "dist/main.js"]
`,
  after: `FROM node:20-bookworm AS builder
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build
RUN npm prune --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package*.json ./
COPY --from=builder /app/node_modules ./node_modules
COPY --from=builder /app/dist ./dist
EXPOSE 3000
CMD ["node", "dist/main.js"]
`,
  files: {
    'package.json': '{"scripts":{"build":"nest build"},"dependencies":{"@nestjs/core":"10"}}',
    'package-lock.json': '{}',
    'src/main.ts': '',
    'tsconfig.json': '{"compilerOptions":{"outDir":"./dist"}}',
  },
  allowed: { droppedFiles: ['/app'], addedEnvironment: ['NODE_ENV'] },
};

const go: Scenario = {
  before: `FROM golang:1.22-bookworm
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -ldflags "-s -w" -o /src/server ./cmd/server
EXPOSE 8080
CMD ["/src/server"]
`,
  after: `FROM golang:1.22-bookworm AS builder
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -ldflags "-s -w" -o /src/server ./cmd/server

FROM gcr.io/distroless/static-debian12
WORKDIR /src
COPY --from=builder /src/server /src/server
COPY templates ./templates
EXPOSE 8080
CMD ["/src/server"]
`,
  files: {
    'go.mod': 'module x.org/server\n',
    'go.sum': '',
    'cmd/server/main.go': 'package main\n',
    'templates/a.html': '',
  },
  allowed: { droppedFiles: ['/src'], changedBase: true, isStatic: true },
};

describe('verifyConversion accepts', () => {
  it('scenario 1: a Python application with compilers on a slim image', () => {
    checkAccepted(flask);
    checkAccepted({ before: flask.before, after: flask.after });
  });

  it('scenario 2: a Python application on the full image', () => {
    checkAccepted(django);
  });

  it('scenario 3: a TypeScript server', () => {
    checkAccepted(nest);
  });

  it('scenario 9: a Go service on distroless', () => {
    checkAccepted(go);
  });
});

describe('V1 and V2: the result parses and its stages hang together', () => {
  it('catches a new syntax problem', () => {
    checkCaught('V1', flask, 'COPY . .\n', 'COPY\n');
    checkCaught('V1', flask, 'EXPOSE 8000', 'EXPOSED 8000');
  });

  it('catches a stage that nothing needs, unless it is a declared target', () => {
    const extra = 'FROM python:3.11-slim-bookworm AS development\n\nFROM python:3.11-slim-bookworm AS runtime';
    checkCaught('V2', flask, 'FROM python:3.11-slim-bookworm AS runtime', extra, /development/);
    const after = flask.after.replace('FROM python:3.11-slim-bookworm AS runtime', extra);
    expect(violations({ ...flask, after, allowed: { targets: ['development'] } }).join()).not.toContain('V2');
  });

  it('catches --from of no stage, of a later stage, and a name given twice', () => {
    checkCaught('V2', flask, '--from=builder', '--from=build');
    checkCaught('V2', flask, 'AS runtime', 'AS builder');
    checkCaught('V2', flask, 'FROM python:3.11-slim-bookworm AS builder', 'FROM runtime AS builder');
  });
});

describe('V3 and V16: the configuration is the same', () => {
  it.each([
    ['ENV', 'ENV PYTHONUNBUFFERED=1\nENV', 'ENV'],
    ['ENV value', 'ENV PYTHONUNBUFFERED=1\nENV', 'ENV PYTHONUNBUFFERED=0\nENV'],
    ['EXPOSE', /EXPOSE 8000\n/, ''],
    ['LABEL', /LABEL version=\$VERSION\n/, ''],
    ['STOPSIGNAL', /STOPSIGNAL SIGINT\n/, ''],
    ['VOLUME', /VOLUME \/data\n/, ''],
    ['HEALTHCHECK', /HEALTHCHECK.*\n/, ''],
    ['HEALTHCHECK option', '--interval=30s', '--interval=5s'],
    ['CMD', /"shop:app"\]\n$/, '"shop:application"]\n'],
    ['WORKDIR', /WORKDIR \/app\nCOPY --from/, 'WORKDIR /srv\nCOPY --from'],
    ['a build argument', 'ARG VERSION=dev', 'ARG VERSION=2'],
    ['a new USER', 'EXPOSE 8000', 'USER 1000\nEXPOSE 8000'],
    ['a new variable', 'EXPOSE 8000', 'ENV DEBUG=1\nEXPOSE 8000'],
    [
      'a directory on PATH',
      /ENV PATH=\/opt\/venv\/bin:\$PATH\nRUN apt-get/,
      'ENV PATH=/usr/games:/opt/venv/bin:$PATH\nRUN apt-get',
    ],
  ])('catches a changed %s', (_what, from, to) => {
    checkCaught('V3', flask, from, to);
  });

  it('catches a lost USER, and accepts the user that a plan adds', () => {
    checkCaught('V3', django, 'USER web\n', '');
    const after = flask.after.replace('EXPOSE 8000', 'USER 10001\nEXPOSE 8000');
    checkAccepted({ ...flask, after, allowed: { addsUser: true } });
  });

  it('leaves variables that only builds read in the builder, but not where the container starts their tool', () => {
    const before = flask.before.replace(/CMD .*\n$/, 'CMD ["pip", "list"]\n');
    const after = flask.after.replace(/CMD .*\n$/, 'CMD ["pip", "list"]\n');
    expect(violations({ ...flask, before, after })).toEqual(['V3 The variable PIP_NO_CACHE_DIR is lost.']);
  });

  it('keeps the directories that the original put on PATH', () => {
    const before = flask.before.replace('WORKDIR', 'ENV PATH="/app/bin:$PATH"\nWORKDIR');
    expect(violations({ ...flask, before }).join()).toContain('V3 PATH lost or reordered /app/bin');
  });

  it('V16: catches an inherited ENTRYPOINT that another base lacks', () => {
    checkCaught('V16', nest, 'FROM node:20-bookworm-slim', 'FROM debian:bookworm-slim', /docker-entrypoint/);
  });

  it("V16: catches a base's CMD that a new ENTRYPOINT drops", () => {
    const before = 'FROM python:3.11-slim-bookworm\nWORKDIR /app\n';
    const after = 'FROM python:3.11-slim-bookworm\nWORKDIR /app\nENTRYPOINT ["python3"]\n';
    const found = violations({ before, after });
    expect(found.filter((one) => one.startsWith('V16')).length).toBe(2);
  });
});

describe('V4: what is started is there', () => {
  it('catches a venv that is not on PATH', () => {
    checkCaught('V4', flask, /ENV PATH=.*\nRUN apt-get/, 'RUN apt-get', /gunicorn/);
  });

  it('catches a health check whose tool the slim image lacks', () => {
    const probe = (text: string): string =>
      text.replace(/HEALTHCHECK.*/, 'HEALTHCHECK CMD curl -f http://localhost:8000/');
    const before = probe(flask.before).replace('gcc', 'gcc curl');
    const after = probe(flask.after).replace('gcc', 'gcc curl');
    expect(violations({ ...flask, before, after, allowed: { droppedPackages: ['curl'] } })).toEqual([
      'V4 curl is not in the image.',
    ]);
    checkAccepted({ ...flask, before, after: after.replace('libpq5', 'curl libpq5') });
  });

  it('catches an entrypoint script that is left behind, and a tool that it calls', () => {
    checkCaught('V4', django, 'COPY --chmod=755 docker/entrypoint.sh /entrypoint.sh\n', '', /entrypoint/);
    const script = '#!/bin/bash\nuntil pg_isready; do sleep 1; done\nexec "$@"\n';
    const before = django.before.replace(
      'WORKDIR',
      'RUN apt-get update && apt-get install -y postgresql-client\nWORKDIR',
    );
    const files = { ...django.files, 'docker/entrypoint.sh': script };
    expect(violations({ ...django, before, files }).join('\n')).toMatch(/V4 pg_isready/);
  });

  it('catches a RUN of the final stage whose tool stayed in the builder', () => {
    const fetch = (text: string): string =>
      text.replace('gcc', 'gcc curl').replace('EXPOSE', 'RUN curl -o /app/geo.db https://example.org/geo.db\nEXPOSE');
    const scenario = {
      ...flask,
      before: fetch(flask.before),
      after: fetch(flask.after),
      allowed: { droppedPackages: ['curl'] },
    };
    expect(violations(scenario)).toEqual(['V4 RUN calls curl, which is not in the final stage.']);
    checkAccepted({ ...scenario, after: scenario.after.replace('libpq5', 'libpq5 curl') });
  });

  it('catches a RUN whose files come later, and one that makes a directory which is there', () => {
    const before = `FROM node:22
RUN mkdir /app
COPY . /app
RUN chown -R node /app/uploads && mv /app/.env.docker /app/.env
RUN npm ci --prefix /app
WORKDIR /app
CMD ["node", "server.js"]
`;
    const stage = (lines: string): string => `FROM node:22 AS builder
RUN mkdir /app
COPY . /app
RUN chown -R node /app/uploads && mv /app/.env.docker /app/.env
RUN npm ci --prefix /app

FROM node:22-slim
${lines}
WORKDIR /app
CMD ["node", "server.js"]
`;
    const found = (lines: string): readonly string[] =>
      violations({ before, after: stage(lines), allowed: { droppedFiles: ['/app'] } }).filter((one) =>
        one.startsWith('V4 RUN'),
      );
    const copy = 'COPY --from=builder /app /app';
    expect(found(`RUN chown -R node /app/uploads\n${copy}`)).toEqual([
      'V4 RUN needs /app/uploads, which is not there at that point.',
    ]);
    expect(found(`RUN mv /app/.env.docker /app/.env\n${copy}`)).toEqual([
      'V4 RUN needs /app/.env.docker, which is not there at that point.',
    ]);
    expect(found(`${copy}\nRUN mkdir /app`)).toEqual(['V4 RUN makes /app, which is there already at that point.']);
    expect(found(`RUN mkdir /app\n${copy}\nRUN chown -R node /app/uploads`)).toEqual([]);
  });

  it('catches a binary, a built script and a module that are not copied', () => {
    checkCaught('V4', go, /COPY --from=builder.*\n/, '', /\/src\/server/);
    checkCaught('V4', nest, /COPY --from=builder \/app\/dist.*\n/, '', /dist\/main\.js/);
    checkCaught('V4', nest, /COPY --from=builder \/app\/dist.*\n/, 'COPY . .\n', /dist\/main\.js/);
  });
});

describe('V5, V6 and V7: what is copied runs, stays and exists', () => {
  it('V5: catches another C library, release or language', () => {
    const runtime = 'FROM python:3.11-slim-bookworm AS runtime';
    checkCaught('V5', flask, runtime, 'FROM python:3.11-alpine AS runtime', /C library/);
    checkCaught('V5', flask, runtime, 'FROM python:3.11-slim-trixie AS runtime', /trixie/);
    checkCaught('V5', flask, runtime, 'FROM python:3.12-slim-bookworm AS runtime', /3\.12/);
    checkCaught('V5', flask, runtime, 'FROM debian:bookworm-slim AS runtime', /no Python/);
    checkCaught('V5', flask, runtime, 'FROM registry.example.org/base:1 AS runtime', /not both are known/);
  });

  it('V5: accepts a dynamic binary on the same release only', () => {
    const dynamic = (text: string): string => text.replace('CGO_ENABLED=0 ', '');
    const scenario = {
      ...go,
      before: dynamic(go.before),
      after: dynamic(go.after).replace('gcr.io/distroless/static-debian12', 'gcr.io/distroless/base-debian12'),
      allowed: { ...go.allowed, isStatic: false },
    };
    checkAccepted(scenario);
    checkCaught('V5', scenario, 'base-debian12', 'base-debian13', /trixie/);
    checkCaught('V5', scenario, 'base-debian12', 'static-debian12');
    checkCaught('V5', scenario, 'gcr.io/distroless/base-debian12', 'alpine:3.20');
    checkCaught('V5', scenario, 'gcr.io/distroless/base-debian12', 'scratch');
    expect(violations({ ...scenario, allowed: { ...go.allowed } })).toContain(
      'V5 Nothing shows that what is copied over is static.',
    );
  });

  it('V5: takes a tag and its slim twin for one release, listed or not', () => {
    const twins = (text: string): string =>
      text.replace(/3\.12-slim-bookworm/, '3.99-slim').replaceAll('3.12-bookworm', '3.99');
    expect(
      violations({ ...django, before: twins(django.before), after: twins(django.after) }).filter((one) =>
        one.startsWith('V5'),
      ),
    ).toEqual([]);
  });

  it('V6: catches a venv or node_modules that moves', () => {
    checkCaught('V6', flask, '/opt/venv /opt/venv', '/opt/venv /venv');
    checkCaught('V6', nest, './node_modules\n', '/node_modules\n');
  });

  it('V7: catches a path that no command of the builder writes', () => {
    checkCaught('V7', flask, '/opt/venv /opt/venv', '/opt/virtualenv /opt/virtualenv');
    checkCaught('V7', go, '/src/server /src/server', '/go/bin/server /src/server');
    checkCaught('V7', nest, '/app/dist ./dist', '/app/nowhere ./dist');
  });

  it('V7: catches a path under a cache mount, and one that is removed again', () => {
    const mounted = 'RUN --mount=type=cache,target=/src CGO_ENABLED=0 go build';
    checkCaught('V7', go, 'RUN CGO_ENABLED=0 go build', mounted, /mount/);
    checkCaught(
      'V7',
      flask,
      'RUN pip install -r requirements.txt\n',
      'RUN pip install -r requirements.txt\nRUN rm -rf /opt/venv\n',
      /removes/,
    );
  });
});

describe('V8 to V15: the final stage is well made', () => {
  it('V8: catches a compiler and a -dev package', () => {
    checkCaught('V8', flask, 'libpq5 tzdata', 'libpq5 tzdata gcc', /gcc/);
    checkCaught('V8', flask, 'libpq5 tzdata', 'libpq5 libpq-dev tzdata', /libpq-dev/);
    const after = flask.after.replace('libpq5 tzdata', 'libpq5 gcc tzdata');
    checkAccepted({ ...flask, after, allowed: { keptPackages: ['gcc'] } });
  });

  it('V8: catches what a parent stage leaves in the final one', () => {
    checkCaught('V8', flask, 'FROM python:3.11-slim-bookworm AS runtime', 'FROM builder AS runtime', /gcc/);
  });

  it('V9: catches RUN and shell forms where there is no shell', () => {
    checkCaught('V9', go, 'EXPOSE 8080\n', 'EXPOSE 8080\nRUN mkdir /data\n');
    checkCaught('V9', go, 'CMD ["/src/server"]\n', 'CMD /src/server\n');
    checkCaught('V9', go, 'CMD ["/src/server"]\n', 'HEALTHCHECK CMD /src/server ping\nCMD ["/src/server"]\n');
  });

  it('V10: catches an owner that does not exist, or has a name where only numbers count', () => {
    checkCaught('V10', flask, 'COPY . .', 'COPY --chown=app:app . .', /app/);
    checkCaught('V10', flask, 'COPY . .', 'COPY --link --chown=www-data . .', /numbers/);
    checkCaught('V10', go, 'COPY templates', 'COPY --chown=nonroot templates', /numbers/);
    checkCaught('V10', django, /RUN groupadd.*\n/, '', /web/);
    checkCaught('V10', { ...flask, allowed: { addsUser: true } }, 'EXPOSE', 'USER app\nEXPOSE', /app/);
  });

  it('V10: catches a chown in a stage that does not make the account', () => {
    const lines = 'RUN useradd worker\nRUN mkdir /work && chown worker:worker /work\n';
    const before = flask.before.replace('WORKDIR', `${lines}WORKDIR`);
    const after = flask.after.replaceAll('WORKDIR', `${lines}WORKDIR`);
    checkAccepted({ ...flask, before, after });
    checkCaught('V10', { ...flask, before, after }, 'RUN useradd worker\n', '', /no account worker/);
  });

  it('V11: catches a variable that is not declared again', () => {
    checkCaught('V11', flask, 'ARG VERSION=dev\n', '', /VERSION/);
    const before = `ARG TAG=3.11-slim\n${flask.before.replace('3.11-slim-bookworm', '${TAG}')}`;
    const after = flask.after.replaceAll('python:3.11-slim-bookworm', 'python:${TAG}');
    expect(violations({ ...flask, before, after }).join()).toContain('V11 TAG');
  });

  it('V12: catches a secret that was not in the image', () => {
    checkCaught('V12', flask, 'COPY . .', 'COPY . .\nCOPY .env /app/.env');
    checkCaught('V12', flask, 'COPY . .', 'COPY . .\nCOPY --from=builder /root /root', /root/);
  });

  it('V13: catches a path that is not in the context, or is ignored', () => {
    checkCaught('V13', go, 'COPY templates ./templates', 'COPY static ./static', /static/);
    checkCaught(
      'V13',
      { ...go, files: { ...go.files, '.dockerignore': 'templates\n' } },
      'EXPOSE 8080',
      'EXPOSE 8080/tcp',
      /templates/,
    );
  });

  it('V14: catches a low port under a new user', () => {
    const web = {
      ...flask,
      before: flask.before.replace('8000\n', '80\n'),
      after: flask.after.replace('8000\n', '80\nUSER 10001\n'),
      allowed: { addsUser: true },
    };
    expect(violations(web)).toEqual(['V14 Port 80 needs privileges that 10001 lacks.']);
  });

  it("V15: catches another distribution's words", () => {
    checkCaught(
      'V15',
      django,
      'RUN groupadd --system --gid 10001 web && useradd --system --uid 10001 --gid web web',
      'RUN addgroup -S -g 10001 web && adduser -S -D -H -u 10001 -G web web',
    );
    const alpine = (text: string): string =>
      text
        .replaceAll(/3\.12-(?:slim-)?bookworm/g, '3.12-alpine')
        .replace(/RUN apt-get.*\n/, 'RUN apk add --no-cache libpq\n');
    expect(violations({ ...django, before: django.before, after: alpine(django.after) }).join('\n')).toMatch(
      /V15 alpine has no useradd/,
    );
  });
});

describe('V18: comments', () => {
  it('catches a lost comment, also inside a RUN, and one that speaks to a linter elsewhere', () => {
    checkCaught('V18', flask, '# The shop\n', '');
    checkCaught('V18', flask, '    # the driver needs it\n', '');
    checkCaught('V18', flask, '# hadolint ignore=DL3008\nRUN', 'RUN');
    checkCaught('V18', flask, /# hadolint ignore=DL3008\n([^]*)$/, '$1# hadolint ignore=DL3008\n');
  });

  it('catches a lost parser directive', () => {
    checkCaught('V18', flask, '# syntax=docker/dockerfile:1\n', '');
    checkCaught('V18', flask, '# syntax=docker/dockerfile:1\n# The shop', '# The shop\n# syntax=docker/dockerfile:1');
  });
});

describe('files', () => {
  it('catches a file that moves or is not copied', () => {
    checkCaught('files', flask, 'COPY . .', 'COPY . /app/src', /\/app/);
    checkCaught('files', flask, 'COPY . .\n', '', /\/app/);
    checkCaught('files', django, 'COPY --chown=web:web . .', 'COPY --chown=web:web manage.py .', /entrypoint/);
  });

  it('catches a lost owner or mode', () => {
    checkCaught('files', django, 'COPY --chown=web:web . .', 'COPY . .', /owner/);
    checkCaught('files', django, '--chmod=755 ', '', /mode/);
  });

  it('catches templates that a Go program opens, unless they are embedded', () => {
    checkCaught('files', go, /COPY templates.*\n/, '', /templates\/a\.html/);
    const files = { ...go.files, 'embed.go': 'package x\n//go:embed templates/*\nvar fs embed.FS\n' };
    checkAccepted({ ...go, files, after: go.after.replace(/COPY templates.*\n/, '') });
  });

  it('catches what a RUN makes for run time', () => {
    const make =
      'RUN mkdir -p /data/uploads && ln -s /app/cli.py /usr/local/bin/cli && chmod +x /app/shop.py\nEXPOSE 8000';
    const scenario = {
      ...flask,
      before: flask.before.replace('EXPOSE 8000', make),
      after: flask.after.replace('EXPOSE 8000', make),
    };
    checkAccepted(scenario);
    checkCaught('files', scenario, 'mkdir -p /data/uploads && ', '', /\/data\/uploads/);
    checkCaught('files', scenario, 'ln -s /app/cli.py /usr/local/bin/cli && ', '', /\/usr\/local\/bin\/cli/);
    checkCaught('files', scenario, ' && chmod +x /app/shop.py', '', /chmod/);
    checkCaught(
      'files',
      { ...flask, before: flask.before.replace('EXPOSE 8000', 'RUN chown -R www-data /app\nEXPOSE 8000') },
      'EXPOSE 8000',
      'EXPOSE 8000/tcp',
      /chown/,
    );
    checkAccepted({
      ...flask,
      before: flask.before.replace('EXPOSE 8000', 'RUN chown -R www-data /app\nEXPOSE 8000'),
      after: flask.after.replace('COPY . .', 'COPY --chown=www-data . .'),
    });
  });

  it('catches installed modules and build output that stay behind, by whatever command they are needed', () => {
    checkCaught('files', nest, /COPY --from=builder \/app\/node_modules.*\n/, '', /\/app\/node_modules/);
    checkCaught('files', nest, /COPY --from=builder \/app\/dist.*\n/, '', /npm run build/);
    const probe = 'WORKDIR /app/probe\nRUN npm install ping\nWORKDIR /app\nEXPOSE';
    const before = nest.before.replace('EXPOSE', probe);
    const after = nest.after.replace(
      'RUN npm prune',
      'WORKDIR /app/probe\nRUN npm install ping\nWORKDIR /app\nRUN npm prune',
    );
    expect(violations({ ...nest, before, after })).toContain(
      'files /app/probe/node_modules, which "npm install ping" fills, is not in the final image.',
    );
    checkCaught('files', flask, /COPY --from=builder.*\n/, '', /pip install/);
  });

  it('takes the first word after an entrypoint script for an argument unless it is a program that was there', () => {
    const start = (text: string): string =>
      text.replace(/CMD \["gunicorn.*/, 'ENTRYPOINT ["/app/start.sh"]\nCMD ["--workers", "2"]');
    const files = { ...flask.files, 'start.sh': '#!/bin/sh\ngunicorn "$@"\n' };
    checkAccepted({ before: start(flask.before), after: start(flask.after), files });
  });

  it('catches an account that is no longer made', () => {
    const before = flask.before.replace('WORKDIR', 'RUN useradd -r worker\nWORKDIR');
    expect(violations({ ...flask, before })).toEqual(['V10 The account worker is no longer made.']);
  });
});

describe('build', () => {
  it('catches a command that no stage runs any more', () => {
    checkCaught('build', nest, 'RUN npm run build\n', '', /npm run build/);
    checkCaught('build', flask, 'RUN pip install -r requirements.txt', 'RUN pip install flask', /requirements\.txt/);
    const before = flask.before.replace('LABEL', 'RUN pytest -q\nLABEL');
    expect(violations({ ...flask, before })).toEqual(['build No stage of a default build runs "pytest -q" any more.']);
    checkAccepted({ ...flask, before, allowed: { droppedCommands: ['pytest  -q'] } });
  });

  it('catches a package that no stage installs any more', () => {
    checkCaught('build', flask, 'gcc libpq-dev', 'libpq-dev', /gcc/);
  });
});

describe('packages', () => {
  it('catches a lost library of a -dev package, and a lost run-time package', () => {
    checkCaught('packages', flask, 'libpq5 tzdata', 'tzdata', /libpq5/);
    const before = flask.before.replace('tzdata', 'tzdata ffmpeg some-company-agent');
    const found = violations({ ...flask, before });
    expect(found.join('\n')).toMatch(/packages ffmpeg/);
    expect(found.join('\n')).toMatch(/packages some-company-agent/);
  });

  it('takes a package of double use for needed unless the plan drops it', () => {
    const before = flask.before.replace('gcc', 'gcc git');
    const after = flask.after.replace('gcc', 'gcc git');
    expect(violations({ ...flask, before, after }).join()).toContain('packages git');
    checkAccepted({ ...flask, before, after, allowed: { droppedPackages: ['git'] } });
    const ffmpeg = { before: before.replace('git', 'ffmpeg'), after: after.replace('git', 'ffmpeg') };
    expect(violations({ ...flask, ...ffmpeg, allowed: { droppedPackages: ['ffmpeg'] } }).join()).toContain(
      'packages ffmpeg',
    );
  });

  it('asks for no library of packages that the original removes again', () => {
    const before = flask.before.replace(
      'RUN pip install -r requirements.txt',
      'RUN pip install -r requirements.txt && apt-get purge -y gcc libpq-dev',
    );
    checkAccepted({ ...flask, before });
    const virtual = `FROM python:3.12-alpine
RUN apk add --no-cache --virtual .build gcc postgresql-dev && apk add --no-cache libpq && pip install psycopg2 && apk del .build
CMD ["python", "-c", "import psycopg2"]
`;
    const after = `FROM python:3.12-alpine AS builder
RUN apk add --no-cache --virtual .build gcc postgresql-dev && python -m venv /opt/venv && /opt/venv/bin/pip install psycopg2

FROM python:3.12-alpine
ENV PATH=/opt/venv/bin:$PATH
RUN apk add --no-cache libpq
COPY --from=builder /opt/venv /opt/venv
CMD ["python", "-c", "import psycopg2"]
`;
    checkAccepted({ before: virtual, after });
    checkCaught('packages', { before: virtual, after }, 'RUN apk add --no-cache libpq\n', '', /libpq/);
  });

  it('catches a library that the full image has and the manifest needs', () => {
    checkCaught('packages', django, /RUN apt-get.*\n/, '', /psycopg2 needs libpq5/);
    checkCaught(
      'packages',
      { before: django.before, after: django.after },
      'EXPOSE 8000',
      'EXPOSE 8000/tcp',
      /no manifest/,
    );
  });
});
