import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('stage-name-casing', () => {
  it('marks the name', () => {
    checkFindings(
      'stage-name-casing',
      'FROM alpine:3.22 AS Builder\n                    ^^^^^^^ ~ stage-name-casing\n',
    );
  });

  it('renames the stage and what refers to it', () => {
    checkFix(
      'stage-name-casing',
      'FROM alpine:3.22 AS Builder\nFROM scratch\nCOPY --from=Builder /a /a\nRUN --mount=type=bind,from=BUILDER,target=/b ls\nCOPY --from=builder /c /c\n',
      'FROM alpine:3.22 AS builder\nFROM scratch\nCOPY --from=builder /a /a\nRUN --mount=type=bind,from=builder,target=/b ls\nCOPY --from=builder /c /c\n',
    );
  });

  it('leaves lower case and names that are none alone', () => {
    checkNoFindings('stage-name-casing', 'FROM alpine:3.22 AS builder_2.x-y\nFROM alpine:3.22 AS ${NAME}\n');
  });
});
