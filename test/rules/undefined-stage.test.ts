import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('undefined-stage', () => {
  it('marks its own name, a stage below, and a number that is none', () => {
    checkFindings('undefined-stage', 'FROM alpine:3.22 AS a\nCOPY --from=a /x /x\n            ^ ~ undefined-stage\n');
    checkFindings(
      'undefined-stage',
      'FROM alpine:3.22\nCOPY --from=later /x /x\n            ^^^^^ ~ undefined-stage\nFROM alpine:3.22 AS later\n',
    );
    checkFindings('undefined-stage', 'FROM alpine:3.22\nCOPY --from=3 /x /x\n            ^ ~ undefined-stage\n');
    checkFindings('undefined-stage', 'FROM alpine:3.22\nCOPY --from=0 /x /x\n            ^ ~ undefined-stage\n');
  });

  it('marks a name that is neither a stage nor an image, also in a mount', () => {
    checkFindings(
      'undefined-stage',
      'FROM golang:1.26 AS build\nFROM scratch\nCOPY --from=biuld /x /x\n            ^^^^^ ~ undefined-stage\nRUN --mount=type=bind,from=bild,target=/x ls\n                           ^^^^ ~ undefined-stage\n',
    );
  });

  it('takes stages, numbers, images and contexts from outside', () => {
    for (const text of [
      'FROM alpine:3.22 AS a\nFROM alpine:3.22\nCOPY --from=A /x /x\nCOPY --from=0 /x /x\n',
      'FROM alpine:3.22\nCOPY --from=composer /usr/bin/composer /usr/bin/\nCOPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/\nCOPY --from=nginx:1.29 /x /x\n',
      'FROM wheels AS w\nCOPY --from=rootfs / /\n',
      'FROM alpine:3.22\nCOPY --from=${STAGE} /x /x\n',
      'FROM golang:1.26\nRUN go build\nFROM debian:12 AS golang\n',
    ])
      checkNoFindings('undefined-stage', text);
  });

  it('writes the name that is spelled most like it', () => {
    checkFix(
      'undefined-stage',
      'FROM golang:1.26 AS builder\nFROM scratch\nCOPY --from=bulider /x /x\n',
      'FROM golang:1.26 AS builder\nFROM scratch\nCOPY --from=builder /x /x\n',
    );
    checkNoFix('undefined-stage', 'FROM golang:1.26 AS compile\nFROM scratch\nCOPY --from=build /x /x\n');
  });
});
