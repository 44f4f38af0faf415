import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('healthcheck-missing', () => {
  it('marks the base of the final stage', () => {
    checkFindings(
      'healthcheck-missing',
      `FROM node AS build
HEALTHCHECK CMD true
FROM alpine:3.22
     ^^^^^^^^^^^ ~ healthcheck-missing
CMD ["./app"]
`,
    );
  });

  it('says nothing where a stage below has one, or it is turned off', () => {
    checkNoFindings('healthcheck-missing', 'FROM scratch AS a\nHEALTHCHECK CMD ["/x"]\nFROM a\nCMD ["/y"]\n');
    checkNoFindings('healthcheck-missing', 'FROM nginx\nHEALTHCHECK NONE\n');
  });

  it('says nothing of images that start a shell', () => {
    checkNoFindings('healthcheck-missing', 'FROM ubuntu:24.04\nCMD ["bash"]\n');
    checkNoFindings('healthcheck-missing', 'FROM ubuntu:24.04\nCMD bash -l\n');
    checkNoFindings('healthcheck-missing', 'FROM debian:bookworm\nRUN x\n');
  });

  it('says nothing of serverless runtimes', () => {
    checkNoFindings('healthcheck-missing', 'FROM public.ecr.aws/lambda/python:3.13\nCMD ["app.handler"]\n');
    checkNoFindings(
      'healthcheck-missing',
      'FROM python:3.13\nENTRYPOINT ["functions-framework"]\nCMD ["--target=x"]\n',
    );
  });

  it('says nothing of interpreters, and where all is left to an unknown base image', () => {
    checkNoFindings('healthcheck-missing', 'FROM python:3.13\nRUN x\n');
    checkNoFindings('healthcheck-missing', 'FROM example.com/team/base:1\nRUN x\n');
    checkFindings(
      'healthcheck-missing',
      'FROM example.com/team/base:1\n     ^^^^^^^^^^^^^^^^^^^^^^^ ~ healthcheck-missing\nCMD ["a"]\n',
    );
  });

  it('says nothing without a FROM', () => {
    checkNoFindings('healthcheck-missing', 'RUN a\n');
  });
});
