import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const rule = 'json-form-malformed';

describe(rule, () => {
  it('marks the list', () => {
    checkFindings(
      rule,
      `FROM debian
CMD ['a', "b"]
    ^^^^^^^^^^ ~ json-form-malformed
HEALTHCHECK CMD ["a", "b",]
                ^^^^^^^^^^^ ~ json-form-malformed
COPY ["a" "b"]
     ^^^^^^^^^ ~ json-form-malformed
`,
    );
  });

  it('writes a JSON array', () => {
    checkFix(rule, "FROM debian\nCMD ['say', 'it \"now\"']\n", 'FROM debian\nCMD ["say", "it \\"now\\""]\n');
    checkFix(rule, 'FROM debian\nCMD ["a", "b"\n', 'FROM debian\nCMD ["a", "b"]\n');
    checkFix(rule, 'FROM debian\nCMD ["C:\\app\\run"]\n', 'FROM debian\nCMD ["C:\\\\app\\\\run"]\n');
    checkFix(rule, "FROM debian\nONBUILD CMD ['a']\n", 'FROM debian\nONBUILD CMD ["a"]\n');
  });

  it('has no fix where more than a comment follows or comments stand inside', () => {
    checkNoFix(rule, 'FROM debian\nCMD ["a"] ; b\n');
    checkNoFix(rule, "FROM debian\nCMD ['a', \\\n# why\n'b']\n");
  });

  it('leaves valid JSON and the test command', () => {
    checkNoFindings(rule, 'FROM debian\nCMD ["a", "b"]\nRUN [ -f /x ] && true\nRUN [ "$A" = "b" ] || exit 1\n');
    checkNoFindings(rule, 'FROM debian\nRUN [ "a" = "b" ]\nRUN [[ "$A" == b ]]\nCMD [..., ...]\n');
  });

  it('puts a comment behind the array on a line of its own', () => {
    checkFix(
      'json-form-malformed',
      'FROM node:22\nCMD ["serve", "-l", "80"]  # the port\n',
      'FROM node:22\n# the port\nCMD ["serve", "-l", "80"]\n',
    );
  });
});
