import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'rails-state-not-writable';
const START = 'CMD ["bin/rails", "server"]\n';

describe(RULE, () => {
  it('marks the user in force', () => {
    checkFindings(
      RULE,
      `FROM ruby:3.4 AS build
WORKDIR /rails
COPY . .
FROM ruby:3.4-slim
WORKDIR /rails
COPY --from=build /rails /rails
USER 1000:1000
     ^^^^^^^^^ ~ ${RULE}
${START}`,
    );
  });

  it('is silent where something may give the directories away', () => {
    for (const rest of [
      'COPY --chown=app . .\nUSER app',
      'COPY --chmod=777 . .\nUSER app',
      'COPY . .\nRUN chown -R app /rails\nUSER app',
      'COPY . .\nRUN chmod -R a+w tmp log\nUSER app',
      'COPY . .\nRUN ./setup.sh\nUSER app',
      'COPY . .\nVOLUME /rails/tmp\nUSER app',
    ])
      checkNoFindings(RULE, `FROM ruby:3.4\nWORKDIR /rails\n${rest}\n${START}`);
  });

  it('is silent for root, for other programs and for parts of the application', () => {
    checkNoFindings(RULE, `FROM ruby:3.4\nWORKDIR /rails\nCOPY . .\n${START}`);
    checkNoFindings(RULE, `FROM ruby:3.4\nWORKDIR /rails\nCOPY . .\nUSER root\n${START}`);
    checkNoFindings(RULE, 'FROM ruby:3.4\nWORKDIR /app\nCOPY . .\nUSER app\nCMD ["puma"]\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nWORKDIR /app\nCOPY . .\nUSER app\nCMD ["rails", "runner", "x"]\n');
    checkNoFindings(RULE, `FROM ruby:3.4\nWORKDIR /rails\nCOPY Gemfile ./\nUSER app\n${START}`);
  });

  it('gives the directories to the user before USER, or copies as the user after it', () => {
    checkFix(
      RULE,
      `FROM ruby:3.4\nWORKDIR /rails\nCOPY . .\nUSER app\n${START}`,
      `FROM ruby:3.4\nWORKDIR /rails\nCOPY . .\nRUN mkdir -p log storage tmp && chown -R app log storage tmp\nUSER app\n${START}`,
    );
    checkFix(
      RULE,
      `FROM ruby:3.4\nWORKDIR /rails\nUSER app\nCOPY . .\n${START}`,
      `FROM ruby:3.4\nWORKDIR /rails\nUSER app\nCOPY --chown=app . .\n${START}`,
    );
    checkNoFix(RULE, `FROM ruby:3.4 AS base\nWORKDIR /rails\nCOPY . .\nUSER app\nFROM base\n${START}`);
  });
});
