import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

describe('end-of-life-base-image', () => {
  it('S0-1, S2-12: marks a language past its end, with the date', () => {
    const text = 'FROM python:3.9-alpine AS builder\n     ^^^^^^^^^^^^^^^^^ ~ end-of-life-base-image\n';
    checkFindings('end-of-life-base-image', text);
    expect(messageOf('end-of-life-base-image', 'FROM python:3.9-alpine\n')).toContain('Python 3.9 ended on 2025-10-31');
  });

  it('S1-5: marks a frozen tag of an old distribution', () => {
    checkFix('end-of-life-base-image', 'FROM python:3.9-alpine3.15\n', 'FROM python:3.11-alpine3.24\n');
  });

  it('marks distributions and images that others replace', () => {
    checkFindings(
      'end-of-life-base-image',
      'FROM debian:buster-slim\n     ^^^^^^^^^^^^^^^^^^ ~ end-of-life-base-image\n',
    );
    expect(messageOf('end-of-life-base-image', 'FROM openjdk:8-jdk\n')).toContain('eclipse-temurin replaces it');
    expect(messageOf('end-of-life-base-image', 'FROM centos:7\n')).toContain('CentOS 7 ended');
  });

  it('moves to the nearest version with support', () => {
    checkFix('end-of-life-base-image', 'FROM node:16-alpine AS a\n', 'FROM node:22-alpine AS a\n');
    checkFix('end-of-life-base-image', 'FROM ubuntu:18.04\n', 'FROM ubuntu:22.04\n');
  });

  it('moves all FROM lines of the image together', () => {
    checkFix(
      'end-of-life-base-image',
      'FROM python:3.9-slim AS b\nFROM python:3.9-slim\nCOPY --from=b /venv /venv\n',
      'FROM python:3.11-slim AS b\nFROM python:3.11-slim\nCOPY --from=b /venv /venv\n',
    );
  });

  it('offers no tag where the Dockerfile would not build on it', () => {
    checkNoFix(
      'end-of-life-base-image',
      'FROM python:3.9-slim AS b\nFROM debian:12\nCOPY --from=b /usr/local/lib/python3.9/site-packages /x\n',
    );
    checkNoFix('end-of-life-base-image', 'FROM python:3.9-slim-trixie\nRUN adduser --system app\n');
  });

  it('leaves supported tags, stages and images that it does not know alone', () => {
    for (const text of [
      'FROM python:3.13-slim\n',
      'FROM alpine:3.22\n',
      'FROM example/app:1\n',
      'FROM ${BASE}\n',
      'FROM debian:12 AS python\nFROM python\n',
    ])
      checkNoFindings('end-of-life-base-image', text);
  });

  it('offers no release whose pip refuses, or that lacks a package or its version', () => {
    const fixed = 'RUN apt-get update && apt-get install -y';
    checkNoFix('end-of-life-base-image', `FROM debian:bullseye-slim\n${fixed} python3-pip\nRUN pip3 install flask\n`);
    checkNoFix('end-of-life-base-image', 'FROM alpine:3.18\nRUN apk add --no-cache py3-pip && pip install flask\n');
    checkNoFix('end-of-life-base-image', `FROM debian:jessie\n${fixed} python-pip\n`);
    checkNoFix('end-of-life-base-image', `FROM debian:buster\n${fixed} curl=7.64.0-4\n`);
    checkFix(
      'end-of-life-base-image',
      `FROM ubuntu:18.04\n${fixed} python3-pip\nRUN pip3 install flask\n`,
      `FROM ubuntu:22.04\n${fixed} python3-pip\nRUN pip3 install flask\n`,
    );
    checkFix(
      'end-of-life-base-image',
      `FROM debian:bullseye-slim\n${fixed} python3-pip python3-venv\nRUN python3 -m venv /v && /v/bin/pip install flask\n`,
      `FROM debian:bookworm-slim\n${fixed} python3-pip python3-venv\nRUN python3 -m venv /v && /v/bin/pip install flask\n`,
    );
  });

  it('names branches as people do', () => {
    expect(messageOf('end-of-life-base-image', 'FROM node:0.12\n')).toContain('Node.js 0.x');
    expect(messageOf('end-of-life-base-image', 'FROM amazonlinux:2\n')).toContain('Amazon Linux 2 ');
  });
});
