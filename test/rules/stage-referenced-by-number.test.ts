import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('stage-referenced-by-number', () => {
  it('marks numbers in COPY and in mounts', () => {
    checkFindings(
      'stage-referenced-by-number',
      `FROM golang
FROM alpine
COPY --from=0 /a /a
            ^ ~ stage-referenced-by-number
RUN --mount=type=bind,from=0,target=/x cp /x/a /b
                           ^ ~ stage-referenced-by-number
`,
    );
  });

  it('says nothing of names, of images, and of a number that no stage has', () => {
    checkNoFindings('stage-referenced-by-number', 'FROM golang AS b\nFROM a\nCOPY --from=b /a /a\n');
    checkNoFindings('stage-referenced-by-number', 'FROM a\nCOPY --from=7 /a /a\nCOPY --from=nginx /a /a\n');
  });

  it('names the stage and uses the name everywhere', () => {
    const fix = checkFix(
      'stage-referenced-by-number',
      'FROM golang # x\r\nFROM golang\r\nFROM alpine\r\nCOPY --from=1 /a /a\r\nCOPY --from=1 /b /b'.replace(' # x', ''),
      'FROM golang\r\nFROM golang AS build\r\nFROM alpine\r\nCOPY --from=build /a /a\r\nCOPY --from=build /b /b',
    );
    expect(fix.applicability).toBe('safe');
  });

  it('takes the name that is there, or another where "build" is taken', () => {
    checkFix(
      'stage-referenced-by-number',
      'FROM golang AS Deps\nFROM a\nCOPY --from=0 /a /a\n',
      'FROM golang AS Deps\nFROM a\nCOPY --from=Deps /a /a\n',
    );
    checkFix(
      'stage-referenced-by-number',
      'FROM golang\nFROM build\nCOPY --from=0 /a /a\n',
      'FROM golang AS stage-0\nFROM build\nCOPY --from=stage-0 /a /a\n',
    );
  });

  it('offers nothing where FROM does not parse', () => {
    checkNoFix('stage-referenced-by-number', 'FROM golang x\nFROM a\nCOPY --from=0 /a /a\n');
  });
});
