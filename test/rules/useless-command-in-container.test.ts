import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('useless-command-in-container', () => {
  it('marks what has no effect', () => {
    checkFindings(
      'useless-command-in-container',
      `FROM debian
RUN service nginx start
    ^^^^^^^ ~ useless-command-in-container
RUN systemctl start nginx && top -b
    ^^^^^^^^^ ~ useless-command-in-container
                             ^^^ ~ useless-command-in-container
`,
    );
  });

  it('says nothing of a service that the same RUN uses, of systemctl enable, and of packages called so', () => {
    checkNoFindings(
      'useless-command-in-container',
      'FROM debian\nRUN service mysql start && mysql -e "create database a"\nRUN systemctl enable nginx\nRUN apt-get install -y vim ssh\nCMD service nginx start\n',
    );
  });
});
