import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('useradd-log-init', () => {
  it('marks useradd with a high id', () => {
    checkFindings(
      'useradd-log-init',
      `FROM debian
RUN groupadd app && useradd -m --uid 123456 app
                    ^^^^^^^^^^^^^^^^^^^^^^^ ~ useradd-log-init
`,
    );
  });

  it('says nothing of small ids, unknown ids, and with -l', () => {
    checkNoFindings('useradd-log-init', 'FROM a\nRUN useradd -u 99999 a; useradd b; useradd -u $ID c\n');
    checkNoFindings(
      'useradd-log-init',
      'FROM a\nRUN useradd -ml -u 123456 a && useradd --no-log-init --uid=200000 b\n',
    );
  });

  it('says nothing under PowerShell, which has another useradd', () => {
    checkNoFindings('useradd-log-init', 'FROM a\nSHELL ["powershell", "-Command"]\nRUN useradd -u 123456 a\n');
  });

  it('adds -l, in exec form too', () => {
    checkFix('useradd-log-init', 'FROM a\nRUN useradd -u 123456 a', 'FROM a\nRUN useradd -l -u 123456 a');
    checkFix(
      'useradd-log-init',
      'FROM a\nRUN ["useradd", "-u", "123456", "a"]\n',
      'FROM a\nRUN ["useradd", "-l", "-u", "123456", "a"]\n',
    );
  });
});
