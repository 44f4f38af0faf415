import { describe, expect, it } from 'vitest';
import { hasEnded } from '../../../server/src/core/knowledge/end-of-life';
import { describeImage, type ImageName } from '../../../server/src/core/knowledge/image-facts';
import { providesTool } from '../../../server/src/core/knowledge/image-tools';
import {
  alpineTwin,
  distrolessTwin,
  dotnetTwin,
  runtimeTwin,
  slimTwin,
  suggestSupportedTag,
  supportedVersions,
} from '../../../server/src/core/knowledge/image-twins';

function image(reference: string): ImageName {
  const [named = '', digest] = reference.split('@');
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const path = (hasTag ? named.slice(0, colon) : named).split('/');
  const registry = path.length > 1 && /[.:]/.test(path[0] ?? '') ? path.shift() : undefined;
  return { registry, repository: path.join('/'), tag: hasTag ? named.slice(colon + 1) : undefined, digest };
}

const facts = (reference: string) => describeImage(image(reference));
const tool = (reference: string, command: string) => {
  const found = facts(reference);
  return found && providesTool(found, command);
};

describe('distribution of a base image', () => {
  it.each([
    ['python:3.11-slim-bookworm', 'debian', 'bookworm', false],
    ['python:3.11', 'debian', 'trixie', true],
    ['python:3.9.5-slim', 'debian', 'buster', true],
    ['docker.io/library/python:3.9.6', 'debian', 'bullseye', true],
    ['node:22', 'debian', 'bookworm', true],
    ['node:iron-slim', 'debian', 'bookworm', true],
    ['node:18.20', 'debian', 'bookworm', true],
    ['node:14-alpine3.16', 'alpine', '3.16', false],
    ['golang:1.22-alpine', 'alpine', '3.21', true],
    ['golang:1.25', 'debian', 'trixie', true],
    ['openjdk:17', 'rhel', '8', true],
    ['openjdk:17-slim', 'debian', 'bullseye', true],
    ['maven:3-eclipse-temurin-17', 'ubuntu', 'noble', true],
    ['eclipse-temurin:17-jdk-jammy', 'ubuntu', 'jammy', false],
    ['amazoncorretto:21', 'rhel', 'al2023', true],
    ['php:8.2-fpm-alpine3.19', 'alpine', '3.19', false],
    ['debian:12.5-slim', 'debian', 'bookworm', false],
    ['debian:stable-slim', 'debian', 'trixie', true],
    ['nginx:stable-alpine', 'alpine', '3.24', true],
    ['debian', 'debian', 'trixie', true],
    ['debian:sid', 'debian', 'sid', false],
    ['ubuntu:22.04', 'ubuntu', 'jammy', false],
    ['arm64v8/alpine:3.18.4', 'alpine', '3.18', false],
    ['mcr.microsoft.com/dotnet/sdk:8.0-jammy', 'ubuntu', 'jammy', false],
    ['mcr.microsoft.com/dotnet/aspnet:10.0', 'ubuntu', 'noble', true],
    ['nvidia/cuda:12.4.1-devel-ubuntu22.04', 'ubuntu', 'jammy', false],
    ['centos:7', 'rhel', '7', false],
    ['buildpack-deps:bullseye-scm', 'debian', 'bullseye', false],
    ['hexpm/elixir:1.16.0-erlang-26.2.1-debian-bookworm-20240130-slim', 'debian', 'bookworm', false],
  ])('%s', (reference, family, release, isFloating) => {
    expect(facts(reference)?.distribution).toMatchObject({ family, release, isFloating });
  });

  it('stays unknown where nothing tells it', () => {
    expect(facts('example.org/team/python:3.11')).toBeUndefined();
    expect(facts('someone/python:3.11')).toBeUndefined();
    expect(facts('python@sha256:00')).toMatchObject({
      family: 'python',
      language: { name: 'Python', version: undefined },
      distribution: { family: 'unknown', release: undefined },
      packageManager: undefined,
      hasShell: undefined,
    });
    expect(facts('python:3.99')?.distribution).toMatchObject({ family: 'debian', release: undefined });
    expect(facts('alpine:edge')?.distribution.release).toBeUndefined();
  });
});

describe('configuration of a base image', () => {
  it('knows what a runtime stage no longer inherits', () => {
    expect(facts('golang:1.22')?.config).toMatchObject({
      workdir: '/go',
      path: expect.stringMatching(/^\/go\/bin:\/usr\/local\/go\/bin:/),
      env: { GOPATH: '/go' },
    });
    expect(facts('node:20')?.config).toMatchObject({ entrypoint: ['docker-entrypoint.sh'], cmd: ['node'] });
    expect(facts('php:8.3-apache')).toMatchObject({
      startsAsRoot: 'workers-drop-privileges',
      config: { stopSignal: 'SIGWINCH', exposedPorts: [80], workdir: '/var/www/html' },
    });
    expect(facts('gradle:8-jdk17')?.config.volumes).toEqual(['/home/gradle/.gradle']);
    expect(facts('python:3.13')?.config.env).not.toHaveProperty('LANG');
    expect(facts('python:3.12')?.config.env).toMatchObject({ LANG: 'C.UTF-8' });
    expect(facts('mcr.microsoft.com/dotnet/aspnet:6.0')?.config.env).toMatchObject({ ASPNETCORE_URLS: 'http://+:80' });
  });

  it('knows the accounts to switch to and the ids they take', () => {
    expect(facts('node:20')?.takenIds).toContain(1000);
    expect(facts('python:3.12')?.takenIds).not.toContain(1000);
    expect(facts('ubuntu:24.04')?.takenIds).toContain(1000);
    expect(facts('ubuntu:22.04')?.takenIds).not.toContain(1000);
    expect(facts('php:8.3-fpm-alpine')?.users).toContainEqual({ name: 'www-data', uid: 82, gid: 82 });
    expect(facts('mcr.microsoft.com/dotnet/aspnet:8.0')?.users).toContainEqual({ name: 'app', uid: 1654, gid: 1654 });
    expect(facts('mcr.microsoft.com/dotnet/aspnet:6.0')?.users).not.toContainEqual(
      expect.objectContaining({ name: 'app' }),
    );
  });

  it('knows the user a container starts as, or says it does not', () => {
    expect(facts('python:3.12')?.user).toEqual({ name: 'root', uid: 0 });
    expect(facts('nginxinc/nginx-unprivileged:alpine')?.user).toEqual({ name: 'nginx', uid: 101 });
    expect(facts('gcr.io/distroless/static-debian13:nonroot')?.user).toEqual({ name: 'nonroot', uid: 65532 });
    expect(facts('gcr.io/distroless/static-debian13')?.user).toEqual({ name: 'root', uid: 0 });
    expect(facts('mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled')?.user).toEqual({ name: 'app', uid: 1654 });
    expect(facts('jekyll/jekyll:4')?.user).toBeUndefined();
    expect(facts('postgres:16')).toMatchObject({
      user: { name: 'root' },
      startsAsRoot: 'entrypoint-drops-privileges',
    });
  });

  it('knows which images have a shell', () => {
    expect(facts('scratch')).toMatchObject({ hasShell: false, isDistroless: true, libc: 'none' });
    expect(facts('gcr.io/distroless/cc-debian12')).toMatchObject({ hasShell: false, libc: 'glibc' });
    expect(facts('gcr.io/distroless/cc-debian12:debug')).toMatchObject({ hasShell: true, defaultShell: 'busybox' });
    expect(facts('alpine:3.20')).toMatchObject({ defaultShell: 'busybox', libc: 'musl', packageManager: 'apk' });
    expect(facts('rockylinux:9-minimal')).toMatchObject({ defaultShell: 'bash', packageManager: 'microdnf' });
  });
});

describe('age of a base image', () => {
  it.each([
    ['python:3.9-slim', 'Python 3.9', true],
    ['python:3.13', 'Python 3.13', false],
    ['node:18-alpine', 'Node.js 18', true],
    ['node:22', 'Node.js 22', false],
    ['golang:1.24', 'Go 1.24', true],
    ['ubuntu:20.04', 'Ubuntu focal', true],
    ['debian:bookworm-slim', 'Debian bookworm', false],
    ['alpine:3.18', 'Alpine 3.18', true],
    ['postgres:13', 'PostgreSQL 13', true],
    ['mcr.microsoft.com/dotnet/core/aspnet:3.1', '.NET 3.1', true],
  ])('%s: %s', (reference, what, ended) => {
    const end = facts(reference)?.endOfLife;
    expect(end?.what).toBe(what);
    expect(hasEnded(end)).toBe(ended);
  });

  it('tells since when a tag is frozen, and what replaces the image', () => {
    expect(facts('openjdk:17')).toMatchObject({ frozenSince: '2022-04', replacement: 'eclipse-temurin' });
    expect(facts('node:18.20.0')).toMatchObject({ frozenSince: '2025-05' });
    expect(facts('python:3.13')?.frozenSince).toBeUndefined();
    expect(facts('microsoft/dotnet:2.1-sdk')?.replacement).toBe('mcr.microsoft.com/dotnet/sdk');
  });

  it.each([
    ['python:3.8-slim', 'python:3.11-slim'],
    ['python:3.8-slim-buster', 'python:3.11-slim-trixie'],
    ['python:3.13', undefined],
    ['node:18-alpine', 'node:22-alpine'],
    ['node:18-alpine3.16', 'node:22-alpine3.24'],
    ['golang:1.20', 'golang:1.26'],
    ['alpine:3.12', 'alpine:3.22'],
    ['ubuntu:18.04', 'ubuntu:22.04'],
    ['debian:buster-slim', 'debian:bookworm-slim'],
    ['php:7.4-fpm-alpine', 'php:8.2-fpm-alpine'],
    ['ruby:2.7', 'ruby:3.3'],
    ['ubuntu:24.04', undefined],
    ['eclipse-temurin:18-jdk', 'eclipse-temurin:21-jdk'],
  ])('suggests for %s the nearest supported tag', (reference, expected) => {
    expect(suggestSupportedTag(image(reference))).toBe(expected);
  });

  it('lists supported versions from the listed tags', () => {
    expect(supportedVersions('golang')).toEqual(['1.26', '1.27']);
    expect(supportedVersions('python')).toEqual(['3.11', '3.12', '3.13', '3.14']);
  });
});

describe('runtime twins', () => {
  it.each([
    ['python:3.11', 'python:3.11-slim'],
    ['python:3.11-bookworm', 'python:3.11-slim-bookworm'],
    ['python:3.11.4', 'python:3.11.4-slim'],
    ['python:3.11-jessie', undefined],
    ['python:3.11-slim', 'python:3.11-slim'],
    ['python:3.11-alpine', 'python:3.11-alpine'],
    ['python', 'python:slim'],
    ['node:20-bookworm', 'node:20-bookworm-slim'],
    ['node:20', 'node:20-slim'],
    ['docker.io/library/node:20', 'docker.io/library/node:20-slim'],
    ['golang:1.22', 'debian:bookworm-slim'],
    ['mirror.gcr.io/library/golang:1.22-bullseye', 'mirror.gcr.io/library/debian:bullseye-slim'],
    ['golang:1.22-alpine3.19', 'alpine:3.19'],
    ['rust:1.79', 'debian:bookworm-slim'],
    ['debian:bookworm', 'debian:bookworm-slim'],
    ['ubuntu:22.04', 'ubuntu:22.04'],
    ['eclipse-temurin:17', 'eclipse-temurin:17-jre'],
    ['eclipse-temurin:17-jdk-jammy', 'eclipse-temurin:17-jre-jammy'],
    ['eclipse-temurin:17-jre', 'eclipse-temurin:17-jre'],
    ['maven:3-eclipse-temurin-17', 'eclipse-temurin:17-jre-noble'],
    ['maven:3.9-eclipse-temurin-17-alpine', 'eclipse-temurin:17-jre-alpine'],
    ['gradle:8-jdk21', 'eclipse-temurin:21-jre-noble'],
    ['openjdk:17', undefined],
    ['swift:5.9', 'swift:5.9-slim'],
    ['nvidia/cuda:12.4.1-devel-ubuntu22.04', 'nvidia/cuda:12.4.1-runtime-ubuntu22.04'],
    ['python@sha256:00', undefined],
    ['someone/python:3.11', undefined],
    // Before the lists named suites: both stood on jessie.
    ['node:22-trixie', 'node:22-trixie-slim'],
    ['node:10-buster', 'node:10-buster-slim'],
    ['node:8.2.0', 'node:8.2.0-slim'],
    ['node:4', 'node:4-slim'],
    ['node:0.12.7', undefined],
    ['golang:1.6', 'debian:jessie-slim'],
    ['golang:1.4.1', undefined],
  ])('slim twin of %s', (reference, expected) => {
    expect(slimTwin(image(reference))).toBe(expected);
  });

  it('answers a JRE of another distribution only where asked', () => {
    expect(runtimeTwin(image('openjdk:17'))).toEqual({
      reference: 'eclipse-temurin:17-jre',
      changesDistribution: true,
    });
    expect(runtimeTwin(image('maven:3-jdk-8'))).toEqual({
      reference: 'eclipse-temurin:8-jre',
      changesDistribution: true,
    });
  });

  it.each([
    ['python:3.11-slim-bookworm', 'python:3.11-alpine'],
    ['node:20-bookworm-slim', 'node:20-alpine'],
    ['php:8.3-fpm', 'php:8.3-fpm-alpine'],
    ['php:8.3-apache', undefined],
    ['debian:bookworm', undefined],
    ['eclipse-temurin:17-jdk', 'eclipse-temurin:17-jdk-alpine'],
  ])('alpine twin of %s', (reference, expected) => {
    expect(alpineTwin(image(reference))).toBe(expected);
  });

  it.each([
    ['golang:1.22', 'gcr.io/distroless/static-debian13:nonroot'],
    ['python:3.13', 'gcr.io/distroless/python3-debian13:nonroot'],
    ['python:3.11', undefined],
    ['rust:1.79', undefined],
    ['node:20', undefined],
    ['node:24-trixie', 'gcr.io/distroless/nodejs24-debian13:nonroot'],
    ['maven:3-eclipse-temurin-21', 'gcr.io/distroless/java21-debian13:nonroot'],
  ])('distroless twin of %s', (reference, expected) => {
    expect(distrolessTwin(image(reference))).toBe(expected);
  });

  it('keeps the distribution of a .NET SDK and drops its patch version', () => {
    expect(dotnetTwin(image('mcr.microsoft.com/dotnet/sdk:8.0.404-alpine'), 'aspnet')).toBe(
      'mcr.microsoft.com/dotnet/aspnet:8.0-alpine',
    );
    expect(dotnetTwin(image('mcr.microsoft.com/dotnet/sdk:8.0-jammy'), 'runtime')).toBe(
      'mcr.microsoft.com/dotnet/runtime:8.0-jammy',
    );
    expect(dotnetTwin(image('node:20'), 'runtime')).toBeUndefined();
  });
});

describe('tools of a base image', () => {
  it.each([
    ['python:3.11-slim', 'curl', false],
    ['python:3.11', 'curl', true],
    ['python:3.11', 'gcc', true],
    ['python:3.11-slim', 'gcc', false],
    ['python:3.11-slim', 'useradd', true],
    ['python:3.11-slim-bookworm', 'adduser', true],
    ['python:3.13-slim-trixie', 'adduser', false],
    ['debian:bookworm-slim', 'ps', false],
    ['ubuntu:22.04', 'ps', true],
    ['ubuntu:22.04', 'wget', false],
    ['alpine:3.20', 'wget', true],
    ['alpine:3.20', 'curl', false],
    ['alpine:3.20', 'bash', false],
    ['alpine:3.20', 'adduser', true],
    ['alpine:3.20', 'useradd', false],
    ['golang:1.22-alpine', 'git', false],
    ['golang:1.22', 'git', true],
    ['golang:1.22', 'gcc', true],
    ['nginx:1.27-alpine', 'curl', true],
    ['node:20-slim', 'yarn', true],
    ['node:26-slim', 'yarn', false],
    ['php:8.3-fpm', 'gcc', true],
    ['php:8.3-fpm-alpine', 'gcc', false],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'curl', false],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'dotnet', true],
    ['gcr.io/distroless/static-debian13', 'sh', false],
    ['gcr.io/distroless/nodejs22-debian13', 'node', true],
    ['scratch', 'sh', false],
    ['eclipse-temurin:17-jre', 'javac', false],
    ['jekyll/jekyll:4', 'curl', undefined],
    ['debian:jessie', 'ps', undefined],
    ['debian:bookworm-slim', 'some-tool', undefined],
  ])('%s %s', (reference, command, expected) => {
    expect(tool(reference, command)).toBe(expected);
  });
});
