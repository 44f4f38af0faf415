import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const RULE = 'gpu-driver-capabilities-all';

describe(RULE, () => {
  it('marks the value, in any case', () => {
    checkFindings(
      RULE,
      `FROM ubuntu
ENV NVIDIA_DRIVER_CAPABILITIES=ALL A=1
                               ^^^ ~ ${RULE}
`,
    );
  });

  it('takes lists and variables', () => {
    for (const value of ['compute,utility', '$CAPABILITIES', 'compute,all', 'video'])
      checkNoFindings(RULE, `FROM ubuntu\nENV NVIDIA_DRIVER_CAPABILITIES=${value}\n`);
    checkNoFindings(RULE, 'FROM ubuntu\nENV CAPABILITIES=all\n');
  });

  it('asks for what computing needs, also in the old form', () => {
    checkFix(
      RULE,
      'FROM ubuntu\nENV NVIDIA_DRIVER_CAPABILITIES="all"\n',
      'FROM ubuntu\nENV NVIDIA_DRIVER_CAPABILITIES=compute,utility\n',
    );
    checkFix(
      RULE,
      'FROM ubuntu\nENV NVIDIA_DRIVER_CAPABILITIES all\n',
      'FROM ubuntu\nENV NVIDIA_DRIVER_CAPABILITIES compute,utility\n',
    );
  });
});
