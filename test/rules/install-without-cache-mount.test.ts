import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

const rule = 'install-without-cache-mount';

describe(rule, () => {
  it('marks the first call of each RUN, and names all managers', () => {
    checkFindings(
      rule,
      `FROM node:22
RUN apt-get update && apt-get install -y git && npm ci
                      ^^^^^^^^^^^^^^^ ~ install-without-cache-mount
RUN echo done
RUN <<EOF
pip install flask
^^^^^^^^^^^ ~ install-without-cache-mount
EOF
`,
    );
    expect(messageOf(rule, 'FROM node:22\nRUN apt-get install -y git && npm ci\n')).toContain('apt-get, npm download');
  });

  it.each([
    ['a mount of the cache', 'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\n'],
    ['a mount above it', 'FROM node:22\nRUN --mount=type=cache,target=/root npm ci\n'],
    ['a tmpfs', 'FROM node:22\nRUN --mount=type=tmpfs,target=/root/.npm npm ci\n'],
    ['a mount in a variable', 'FROM ruby:3.4\nRUN --mount=type=cache,target=${BUNDLE_PATH}/cache bundle install\n'],
    [
      'both directories of apt',
      'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y git\n',
    ],
    ['no network', 'FROM node:22\nRUN --network=none npm ci\nRUN npm ci --offline && pip install --no-index x\n'],
    [
      'calls that download nothing',
      'FROM node:22\nRUN npm run build && apt-get purge -y git && uv python install 3.12\n',
    ],
    ['images of Windows', 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN npm ci\n'],
  ])('is silent: %s', (_name, text) => {
    checkNoFindings(rule, text);
  });

  it('marks a mount that holds the archives of apt but not its index', () => {
    checkFindings(
      rule,
      `FROM debian:12
RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y git
                                                               ^^^^^^^^^^^^^^^ ~ install-without-cache-mount
`,
    );
  });

  it('removes clean-ups and docker-clean, and keeps what else is removed', () => {
    checkFix(
      rule,
      `FROM debian:12
RUN apt-get update \\
    && apt-get install -y --no-install-recommends git \\
    && apt-get clean \\
    && rm -rf /var/lib/apt/lists/* /tmp/x
`,
      `FROM debian:12
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\
    --mount=type=cache,target=/var/lib/apt/lists,sharing=locked \\
    rm -f /etc/apt/apt.conf.d/docker-clean && \\
    apt-get update \\
    && apt-get install -y --no-install-recommends git \\
    && rm -rf /tmp/x
`,
    );
  });

  it('adds to other mounts, and leaves docker-clean where it is gone already', () => {
    checkFix(
      rule,
      `FROM debian:12
RUN rm -f /etc/apt/apt.conf.d/docker-clean
RUN --mount=type=cache,target=/var/cache/apt --mount=type=secret,id=a apt-get update && apt-get install -y git
`,
      `FROM debian:12
RUN rm -f /etc/apt/apt.conf.d/docker-clean
RUN --mount=type=cache,target=/var/cache/apt --mount=type=secret,id=a --mount=type=cache,target=/var/lib/apt/lists,sharing=locked \\
    apt-get update && apt-get install -y git
`,
    );
  });

  it('tells the command apt to keep what it downloads', () => {
    const fix = checkFix(
      rule,
      'FROM ubuntu:24.04\nRUN <<EOF\n  set -e\n  apt update\n  apt install -y git\n  rm -rf /var/lib/apt/lists/*\nEOF\n',
      `FROM ubuntu:24.04
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt/lists,sharing=locked <<EOF
  rm -f /etc/apt/apt.conf.d/docker-clean
  echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache
  set -e
  apt update
  apt install -y git
EOF
`,
    );
    expect(fix.applicability).toBe('review');
  });

  it('takes a clean-up at the end of a list with set -e away', () => {
    checkFix(
      rule,
      'FROM node:22\nRUN set -eux; npm ci; npm cache clean --force\n',
      'FROM node:22\nRUN --mount=type=cache,target=/root/.npm \\\n    set -eux; npm ci\n',
    );
  });

  it.each([
    ['pip', 'python:3.13', 'pip install --no-cache-dir flask', '/root/.cache/pip', 'pip install flask'],
    [
      'pip, emptied',
      'python:3.13',
      'pip install flask && rm -rf ~/.cache/pip',
      '/root/.cache/pip',
      'pip install flask',
    ],
    ['uv', 'python:3.13', 'uv sync --no-cache --frozen', '/root/.cache/uv', 'uv sync --frozen'],
    ['yarn', 'node:22', 'yarn && yarn cache clean', '/usr/local/share/.cache/yarn,sharing=locked', 'yarn'],
    ['pnpm', 'node:22', 'pnpm i && pnpm store prune', '/root/.local/share/pnpm/store', 'pnpm i'],
    ['bun', 'oven/bun:1.2', 'bun install --no-cache', '/root/.bun/install/cache', 'bun install'],
    [
      'dnf 4',
      'almalinux:9',
      'dnf install -y git && dnf clean all',
      '/var/cache/dnf,sharing=locked',
      'dnf install --setopt=keepcache=1 -y git',
    ],
    [
      'dnf 5',
      'fedora:42',
      'dnf -y install git',
      '/var/cache/libdnf5,sharing=locked',
      'dnf -y install --setopt=keepcache=1 git',
    ],
    [
      'yum',
      'centos:7',
      'yum install -y git && rm -rf /var/cache/yum',
      '/var/cache/yum,sharing=locked',
      'yum install --setopt=keepcache=1 -y git',
    ],
    [
      'zypper',
      'opensuse/leap:15.6',
      'zypper -n in git && zypper clean --all',
      '/var/cache/zypp,sharing=locked',
      'zypper -n in git',
    ],
    [
      'apk',
      'alpine:3.22',
      'apk add --no-cache git',
      '/var/cache/apk,sharing=locked',
      'apk add --update-cache --cache-dir=/var/cache/apk git',
    ],
    [
      'apk, refreshed',
      'alpine:3.22',
      'apk add -U git',
      '/var/cache/apk,sharing=locked',
      'apk add --cache-dir=/var/cache/apk -U git',
    ],
    ['composer', 'composer:2', 'composer install', '/tmp/cache', 'composer install'],
    ['bundle', 'ruby:3.4', 'bundle install', '/usr/local/bundle/cache,sharing=locked', 'bundle install'],
  ])('mounts the cache of %s', (_name, image, before, target, after) => {
    checkFix(
      rule,
      `FROM ${image}\nRUN ${before}\n`,
      `FROM ${image}\nRUN --mount=type=cache,target=${target} \\\n    ${after}\n`,
    );
  });

  it('mounts the caches of Cargo without the directory of what is built', () => {
    checkFix(
      rule,
      'FROM rust:1.90\nWORKDIR /src\nRUN cargo build --release\n',
      `FROM rust:1.90
WORKDIR /src
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \\
    --mount=type=cache,target=/usr/local/cargo/git,sharing=locked \\
    cargo build --release
`,
    );
  });

  it('mounts what dotnet restores for the steps that read it too, also in a stage built on this one', () => {
    checkFix(
      rule,
      'FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build\nRUN dotnet restore\nFROM build AS publish\nRUN dotnet publish --no-restore -o /out\nFROM mcr.microsoft.com/dotnet/aspnet:9.0\nCOPY --from=publish /out /app\n',
      `FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build
RUN --mount=type=cache,target=/root/.nuget/packages,sharing=locked \\
    dotnet restore
FROM build AS publish
RUN --mount=type=cache,target=/root/.nuget/packages,sharing=locked \\
    dotnet publish --no-restore -o /out
FROM mcr.microsoft.com/dotnet/aspnet:9.0
COPY --from=publish /out /app
`,
    );
  });

  it('follows the variables that move a cache', () => {
    checkFix(
      rule,
      'FROM node:22\nENV npm_config_cache=/opt/npm\nRUN npm ci\n',
      'FROM node:22\nENV npm_config_cache=/opt/npm\nRUN --mount=type=cache,target=/opt/npm \\\n    npm ci\n',
    );
  });

  it('overrules PIP_NO_CACHE_DIR for this call', () => {
    checkFix(
      rule,
      'FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n',
      'FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    PIP_NO_CACHE_DIR= pip install flask\n',
    );
    checkNoFindings(
      'pip-cache-conflict',
      'FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN --mount=type=cache,target=/root/.cache/pip PIP_NO_CACHE_DIR= pip install flask\n',
    );
  });

  it('leaves the step alone whose index a later apk add reads', () => {
    checkFix(
      rule,
      'FROM alpine:3.22\nRUN apk add -U git\nRUN apk add vim\n',
      'FROM alpine:3.22\nRUN apk add -U git\nRUN --mount=type=cache,target=/var/cache/apk,sharing=locked \\\n    apk add --update-cache --cache-dir=/var/cache/apk vim\n',
    );
  });

  it('keeps line endings and exec form', () => {
    checkFix(
      rule,
      'FROM node:22\r\nRUN npm ci\r\n',
      'FROM node:22\r\nRUN --mount=type=cache,target=/root/.npm \\\r\n    npm ci\r\n',
    );
    checkFix(
      rule,
      'FROM node:22\nRUN ["npm", "ci"]\n',
      'FROM node:22\nRUN --mount=type=cache,target=/root/.npm ["npm", "ci"]\n',
    );
  });

  it.each([
    ['an index of another layer', 'FROM debian:12\nRUN apt-get install -y git\n'],
    [
      'a later step that reads the index',
      'FROM debian:12\nRUN apt-get update && apt-get install -y git\nRUN apt-get install -y vim\n',
    ],
    ['another user', 'FROM node:22\nUSER node\nRUN npm ci\n'],
    ['an unknown home', 'ARG BASE\nFROM ${BASE}\nRUN npm ci\n'],
    ['a directory that is not known', 'FROM node:22\nARG DIR\nENV npm_config_cache=$DIR\nRUN npm ci\n'],
    ['a clean-up of more than the cache', 'FROM python:3.13\nRUN pip install flask && rm -rf /root/.cache\n'],
    [
      'a clean-up that is not plain',
      'FROM debian:12\nRUN apt-get update && apt-get install -y git && rm -rf /var/{cache,lib}/apt/*\n',
    ],
    ['a clean-up under a condition', 'FROM node:22\nRUN npm ci && if [ -n "$X" ]; then npm cache clean --force; fi\n'],
    ['an old syntax', '# syntax=docker/dockerfile:1.1\nFROM node:22\nRUN npm ci\n'],
    ['ONBUILD', 'FROM node:22\nONBUILD RUN npm ci\n'],
    [
      'a copy of the cache',
      'FROM golang:1.25 AS build\nRUN go mod download\nFROM golang:1.25\nCOPY --from=build /go /go\n',
    ],
    ['a container that compiles', 'FROM golang:1.25\nRUN go mod download\nCMD ["go", "run", "."]\n'],
    ['yarn 2 or later', 'FROM node:22\nRUN corepack enable\nRUN yarn install\n'],
    ['a stage called scratch', 'FROM alpine:3.22 AS scratch\nRUN apk add --no-cache git\n'],
  ])('offers no fix: %s', (_name, text) => {
    checkNoFix(rule, text);
  });

  it('leaves a step that removes what a cache would be mounted below, whatever names it', () => {
    checkNoFix(rule, 'FROM golang:1.24\nRUN go build -o /app . && rm -rf $GOPATH\n');
    checkNoFix(rule, 'FROM golang:1.24\nRUN go build -o /app . && rm -rf "${GOPATH}"\n');
  });
});
