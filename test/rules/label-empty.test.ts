import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('label-empty', () => {
  it('marks labels without a value, whatever the quotes', () => {
    checkFindings(
      'label-empty',
      `FROM debian
LABEL a="" b= c='' d=x
      ^^^^ ~ label-empty
           ^^ ~ label-empty
              ^^^^ ~ label-empty
`,
    );
  });

  it('does not judge what the caller of the build gives', () => {
    checkNoFindings('label-empty', 'FROM debian\nARG V\nLABEL a=$V b="${V}"\n');
  });

  it('looks at the labels of the schema only, where there is one', () => {
    checkNoFindings('label-empty', 'FROM debian\nLABEL a=""\n', { ruleOptions: { schema: ['b'] } });
  });
});
