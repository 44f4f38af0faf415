import { describe, expect, it } from 'vitest';
import { readConcepts } from './agreement/concepts';
import { analyzeAll, checkNoFindings, ruleOf, type CheckOptions } from './support/check';

// What users of other tools complain of, by the concepts of the shared table of rules: what each text holds is right, and
// nothing is said of it. Where opinions differ, the rule is in the strict preset.

interface Silence {
  readonly rules: readonly string[];
  readonly texts: readonly string[];
  readonly options?: CheckOptions;
}

const silent = (rules: string, ...texts: readonly string[]): Silence => ({ rules: rules.split(' '), texts });
const silentWith = (
  context: Readonly<Record<string, string>>,
  rules: string,
  ...texts: readonly string[]
): Silence => ({
  ...silent(rules, ...texts),
  options: { context },
});

const SILENT: Readonly<Record<string, readonly Silence[]>> = {
  'final-user-root': [
    silent(
      'final-stage-root',
      'FROM node:24 AS build\nUSER root\nRUN a\nFROM gcr.io/distroless/nodejs24-debian12:nonroot\nCOPY --from=build /a /a\nCMD ["/a"]\n',
      'FROM debian:bookworm\nRUN apt-get install -y gosu && useradd app\nCOPY a /srv/a\nENTRYPOINT ["gosu", "app", "/srv/a"]\n',
    ),
  ],
  'missing-user-instruction': [
    silent(
      'final-stage-root user-not-set',
      'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY a /a\nCMD ["/a"]\n',
      'FROM cgr.dev/chainguard/python\nCOPY a.py /\nCMD ["/a.py"]\n',
      'FROM bitnami/node:22\nCOPY a.js /\nCMD ["node", "/a.js"]\n',
    ),
  ],
  'user-created-never-used': [
    silent('user-created-never-used', 'FROM debian\nRUN useradd app\nCOPY --chown=app a /a\nCMD ["a"]\n'),
  ],
  'copied-files-writable-by-runtime-user': [
    silent('code-writable-by-service-user', 'FROM node:24\nUSER node\nCOPY a.js /srv/\nCMD ["node", "/srv/a.js"]\n'),
    silent('copy-after-user-without-chown', 'FROM node:24\nCOPY --chown=node a.js /srv/\nUSER node\n'),
  ],
  'sudo-in-run': [
    silent(
      'sudo-in-run',
      "FROM debian\nRUN apt-get install -y sudo\nRUN echo 'app ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/app\n",
    ),
  ],
  'chmod-world-writable': [
    silent('world-writable-files', 'FROM debian\nRUN chmod 1777 /tmp && chmod a+rwXt /var/tmp\n'),
  ],
  'secret-in-env-or-arg': [
    silent(
      'secret-in-environment',
      'FROM debian\nARG KEY_NAME\nENV SSH_AUTH_SOCK=/a SSL_KEY_FILE=/b PUBLIC_KEY=c PASSWORD_FILE=/run/secrets/d GPG_KEYS=ABCD\n',
    ),
  ],
  'secret-file-copied': [silent('copied-secret-file', 'FROM debian\nCOPY .env.example id_rsa.pub /a/\n')],
  'http-clear-text-download': [
    silent(
      'clear-text-download',
      'FROM debian\nRUN curl http://localhost:8080/a && curl http://127.0.0.1/b\nENV http_proxy=http://proxy:3128\nRUN echo "deb http://deb.debian.org/debian bookworm main" > /etc/apt/sources.list\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n',
    ),
  ],
  'add-remote-without-checksum': [
    silent(
      'unverified-download',
      'FROM debian\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/a.tgz /a\n',
    ),
  ],
  'debug-mode-enabled': [silent('debug-setting-shipped', 'FROM debian AS dev\nENV DEBUG=1\n')],
  'image-untagged': [
    silent(
      'untagged-base-image',
      'ARG BASE\nFROM $BASE\n',
      'FROM debian:12 AS base\nFROM --platform=linux/amd64 base\n',
      'FROM cgr.dev/chainguard/static\n',
    ),
  ],
  'image-latest': [
    silent(
      'latest-base-image',
      'FROM debian:12 AS latest\nFROM latest\n',
      'FROM gcr.io/distroless/static-debian12:latest\n',
    ),
  ],
  'prefer-multi-stage': [
    silent(
      'single-stage-build',
      'FROM debian\nRUN apt-get update && apt-get install -y curl\nCMD ["curl", "--version"]\n',
    ),
  ],
  'from-platform-constant': [
    silent(
      'constant-platform',
      'ARG OTHER\nFROM --platform=$OTHER debian\n',
      'FROM --platform=linux/amd64 debian AS build-amd64\nFROM build-amd64\n',
    ),
  ],
  'pin-apt': [silent('apt-version-unpinned', 'FROM debian\nARG V\nRUN apt-get install -y nginx=$V ./local.deb\n')],
  'pin-pip': [
    silent(
      'pip-version-unpinned',
      'FROM python:3.13\nRUN pip install -r requirements.txt && pip install -e . && pip install ./pkg . && pip install -c constraints.txt flask\n',
      'FROM python:3.13\nRUN pip install git+https://github.com/a/b.git@v1.2 && pip install --require-hashes -r a.txt\n',
    ),
  ],
  'pin-npm': [silent('npm-version-unpinned', 'FROM node:24\nRUN npm install && npm ci\n')],
  'pin-go': [silent('go-version-unpinned', 'FROM golang:1.26\nRUN go install ./cmd/a && go install .\n')],
  'apt-get-yes': [
    silent(
      'apt-interactive',
      'FROM debian\nRUN apt-get install -qq curl\n',
      'FROM debian\nRUN echo \'APT::Get::Assume-Yes "true";\' > /etc/apt/apt.conf.d/90yes && apt-get install curl\n',
    ),
  ],
  'apt-no-install-recommends': [
    silent(
      'apt-recommends',
      'FROM debian\nRUN echo \'APT::Install-Recommends "false";\' > /etc/apt/apt.conf.d/90no && apt-get install -y curl\n',
    ),
  ],
  'apt-lists-cleanup': [
    silent(
      'apt-lists-left',
      'FROM debian\nRUN --mount=type=cache,target=/var/lib/apt/lists --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl\n',
      'FROM debian\nRUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update && apt-get install -y curl\n',
      'FROM debian AS build\nRUN apt-get update && apt-get install -y curl\nFROM debian\nCOPY --from=build /a /a\n',
    ),
  ],
  'apk-no-cache': [
    silent('apk-cache-kept', 'FROM alpine\nRUN --mount=type=cache,target=/var/cache/apk apk add --update curl\n'),
  ],
  'update-without-install': [
    silent(
      'update-without-install',
      'FROM debian\nRUN --mount=type=cache,target=/var/lib/apt/lists apt-get update\nRUN --mount=type=cache,target=/var/lib/apt/lists apt-get install -y curl\n',
    ),
  ],
  'apk-virtual-build-deps': [
    silent(
      'apk-build-packages-kept',
      'FROM alpine AS build\nRUN apk add --no-cache gcc musl-dev\nFROM alpine\nCOPY --from=build /a /a\n',
    ),
  ],
  'debian-frontend': [
    silent(
      'frontend-noninteractive-in-environment',
      'FROM debian\nARG DEBIAN_FRONTEND=noninteractive\nRUN DEBIAN_FRONTEND=noninteractive apt-get install -y curl\n',
    ),
  ],
  'pip-no-cache-dir': [
    silent(
      'pip-cache-kept',
      'FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n',
      'FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n',
    ),
  ],
  'npm-ci': [
    silentWith(
      { 'package.json': '{}' },
      'npm-install-instead-of-ci',
      'FROM node:24\nCOPY package.json .\nRUN npm install\n',
    ),
  ],
  'yarn-cache-clean': [
    silent(
      'yarn-cache-kept',
      'FROM node:24\nRUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install --frozen-lockfile\n',
    ),
  ],
  'go-cgo-static': [
    silent(
      'libc-mismatch',
      'FROM golang:1.26 AS build\nRUN CGO_ENABLED=0 go build -o /a .\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
      'FROM golang:1.26-bookworm AS build\nRUN go build -o /a .\nFROM debian:bookworm-slim\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    ),
  ],
  'copy-whole-context': [
    silentWith(
      { '.dockerignore': '*\n!src\n', '.env': 'A=1', 'src/a.py': '' },
      'dockerignore-incomplete whole-context-copied',
      'FROM debian\nCOPY . /a\n',
    ),
  ],
  'copy-ignored-file': [silent('copy-source-missing', 'FROM debian\nCOPY a /a\n')],
  'consecutive-run': [
    silent(
      'consecutive-run',
      'FROM debian\nRUN --mount=type=cache,target=/a make\nRUN --mount=type=cache,target=/b make install\n',
    ),
  ],
  'remote-archive-add-unpack': [
    silent('syntax-error', 'FROM debian\nADD --unpack=true https://example.com/a.tgz /a\n'),
  ],
  'add-instead-of-copy': [
    silent(
      'add-instead-of-copy',
      'FROM debian\nADD a.tar.gz /\nADD https://example.com/a /a\nADD https://github.com/a/b.git#v1 /b\n',
    ),
  ],
  'copy-multi-source-slash': [
    silent('copy-to-file-from-many syntax-error', 'FROM debian\nARG DIR=/a/\nCOPY b c $DIR\n'),
  ],
  'copy-from-unknown-stage': [
    silent('undefined-stage', 'FROM debian\nCOPY --from=nginx:1.29 /a /a\nCOPY --from=assets /b /b\n'),
  ],
  'copy-relative-without-workdir': [silent('missing-workdir', 'FROM example.com/base\nCOPY a b/\n')],
  'duplicate-stage-name': [
    silent(
      'duplicate-stage-name',
      'FROM --platform=linux/amd64 debian AS a\nFROM --platform=linux/amd64 debian AS b\nFROM a\n',
    ),
  ],
  'arg-out-of-scope': [
    silent(
      'undefined-variable unset-variable-in-script',
      'ARG V=1\nFROM debian\nRUN V=2; echo $V $http_proxy $HOME\n',
      'FROM example.com/base\nENV PATH=$PATH:/a B=$BASE_HOME/b\n',
    ),
  ],
  'instruction-casing': [silent('instruction-casing', 'from debian\nrun a\ncmd ["b"]\n')],
  'exec-form-cmd-entrypoint': [
    silent(
      'shell-form-command',
      'FROM debian\nCMD exec java $JAVA_OPTS -jar a.jar\n',
      'FROM debian\nSHELL ["/bin/bash", "-c"]\nCMD a && b\n',
    ),
  ],
  'multiple-entrypoint': [silent('repeated-instruction', 'FROM nginx:1.29\nENTRYPOINT ["a"]\nCMD ["b"]\n')],
  'no-cmd-or-entrypoint': [silent('no-command', 'FROM nginx:1.29\nCOPY a /usr/share/nginx/html/\n')],
  'stopsignal-invalid': [
    silent(
      'syntax-error',
      ...['TERM', 'sigterm', '"SIGTERM"', 'RTMIN+3', '9', '$SIGNAL'].map(
        (signal) => `FROM debian\nARG SIGNAL=INT\nSTOPSIGNAL ${signal}\n`,
      ),
    ),
  ],
  'workdir-relative': [
    silent(
      'relative-workdir',
      'FROM debian\nWORKDIR /a\nWORKDIR b\n',
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR C:/a\n',
      'FROM debian\nARG A\nWORKDIR $A\n',
    ),
  ],
  'cd-instead-of-workdir': [
    silent('cd-instead-of-workdir', 'FROM debian\nRUN mkdir /a && cd /a && make && make install\n'),
  ],
  pipefail: [
    silent(
      'pipe-without-pipefail pipe-failure-hidden',
      'FROM alpine\nRUN set -o pipefail && curl -f https://a.b/c | tar x\n',
      'FROM alpine\nRUN curl -f https://a.b/c | tar x || true\n',
      'FROM alpine\nRUN <<E\n#!/usr/bin/env python3\nprint("a | b")\nE\n',
      'FROM debian:bookworm-slim\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -f https://a.b/c | tar x\n',
    ),
  ],
  'wget-and-curl': [
    silent(
      'wget-and-curl',
      'FROM debian AS a\nRUN wget https://a.b/c\nFROM debian\nRUN curl -O https://a.b/d\nCOPY --from=a /c /c\n',
    ),
  ],
  shellcheck: [
    silent(
      'unquoted-variable unquoted-command-substitution',
      'FROM debian\nARG DEPS="a b"\nRUN apt-get install -y $DEPS linux-headers-$(uname -r)\n',
    ),
  ],
};

/** Opinions differ on these: nobody hears of them who did not ask. */
const STRICT: Readonly<Record<string, string>> = {
  'non-numeric-user': 'non-numeric-user',
  'copy-after-user-without-chown': 'copy-after-user-without-chown',
  'pipe-remote-script-to-shell': 'piped-remote-script',
  'prefer-add-git': 'git-clone-in-run',
  'npm-install-scripts': 'install-scripts-allowed',
  'expose-admin-port': 'exposed-administration-port',
  'image-tag-and-digest': 'tag-beside-digest',
  'pin-apk': 'apk-version-unpinned',
  'apt-upgrade': 'os-packages-upgraded',
  'npm-dev-deps-in-final': 'node-development-packages',
  'from-arg-default-invalid': 'base-argument-without-default',
  'healthcheck-missing': 'healthcheck-missing',
  'curl-retry-config': 'download-without-retry',
  'consecutive-run': 'consecutive-run',
  'copy-filesystem-root': 'root-directory-copied',
  'max-lines': 'file-too-long',
  'newline-between-instructions': 'instruction-spacing',
};

/** Notes of the table that name no text on which a rule should be silent. */
const NO_TEXT: Readonly<Record<string, string>> = {
  'setuid-setgid-bits': 'what an image holds is not in its text',
  'hardcoded-secret-value': 'rules go by shape, not by entropy',
  'image-eol-or-deprecated': 'a table that has to be kept up to date',
  'image-large-variant': 'a conversion keeps the C library; the rule offers none',
  'apt-not-apt-get': 'a finding that others miss: the tests of apt-command-in-script have it in a heredoc',
  'cache-mount-package-manager':
    'a fix of others that loses files: the tests of install-without-cache-mount have the right one',
  'java-container-flags': 'advice that is out of date, which no rule gives',
  'gpg-batch-and-keyserver': 'advice that is out of date: gone-key-server reports who follows it',
  'copy-all-before-deps': 'a finding that others miss',
  'chown-layer-duplication': 'a finding that others miss',
  'heredoc-without-errexit': 'a finding that others miss',
  'unreachable-stage': 'which stages a Compose or Bake file builds is asked of the host: test/host/targets.test.ts',
  'no-from': 'an editor says nothing of an empty file: test/lsp/diagnostics.test.ts',
  'unknown-instruction': 'tested below',
  'unknown-flag': 'a finding that others miss',
  'argument-count': 'a message of others',
  'legacy-key-value': 'a fix that users ask for',
  'expose-port-range': 'a finding that others miss',
};

describe('false positives of others', () => {
  for (const [concept, silences] of Object.entries(SILENT)) {
    it(`${concept}: says nothing of what is right`, () => {
      for (const { rules, texts, options } of silences)
        for (const rule of rules) for (const text of texts) checkNoFindings(rule, text, options);
    });
  }

  it('keeps matters of opinion in the strict preset', () => {
    expect(Object.values(STRICT).filter((id) => ruleOf(id).preset !== 'strict')).toEqual([]);
  });

  it('hides no other finding for one wrong line', () => {
    const { findings } = analyzeAll('FROM debian\nRUM a\nADD b /c\n');
    expect(findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['untagged-base-image', 'syntax-error', 'add-instead-of-copy']),
    );
  });

  // The table of concepts is in the shared folder, which not every machine has.
  const concepts = readConcepts();
  it.skipIf(concepts === undefined)('has each concept of the table with a note on them', () => {
    const noted = (concepts ?? []).filter(({ falsePositives }) => falsePositives !== '').map(({ id }) => id);
    const listed = new Set([...Object.keys(SILENT), ...Object.keys(STRICT), ...Object.keys(NO_TEXT)]);
    expect(noted.filter((id) => !listed.has(id))).toEqual([]);
    expect([...listed].filter((id) => !noted.includes(id))).toEqual([]);
  });
});
