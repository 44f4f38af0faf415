import { defineRule } from '../lint/rule';
import { isDevelopmentStage } from '../model/effective-start';

export default defineRule({
  id: 'debug-setting-shipped',
  aliases: ['sonar/S4507'],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  needs: ['ENV'],
  summary: 'The image is set to debug or to development for all that run it.',
  docs: `
\`ENV DEBUG=true\`, \`ENV FLASK_ENV=development\` and their like hold for every container. Many frameworks then show stack
traces, settings and sometimes a console to whoever causes an error, log what should not be logged, and run slower.

Reported are variables whose name ends with \`debug\`, \`env\` or \`environment\` and that say yes or development, and
\`XDEBUG_MODE\` other than \`off\`. Stages that do not ship, and those that are called dev, test, debug and the like, are left
alone.

**When to ignore:** where the image is meant for development.

**A fix** is not offered: set the variable where the container is started for development (\`docker run -e DEBUG=true\`, or
\`environment\` in a Compose file).
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nENV FLASK_DEBUG=1\nCMD ["gunicorn", "app:app"]\n',
      good: 'FROM python:3.13-slim\nENV FLASK_DEBUG=0\nCMD ["gunicorn", "app:app"]\n',
    },
  ],
  *checkStage({ model }, stage) {
    if (!stage.isShipped || isDevelopmentStage(stage)) return;
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'ENV') continue;
      for (const { key, value = '', span } of instruction.pairs) {
        const text = model.expandAt(value, instruction) ?? value;
        const name = key.includes('$') ? (model.expandAt(key, instruction) ?? key) : key;
        if (!isDebugging(name, text.trim())) continue;
        yield {
          span,
          message: `${name} sets every container of this image to ${/env(?:ironment)?$/i.test(name) ? 'development' : 'debug'}.`,
        };
      }
    }
  },
});

function isDebugging(key: string, value: string): boolean {
  if (/xdebug_mode$/i.test(key)) return value !== '' && !/^off$/i.test(value);
  if (/debug$/i.test(key)) return /^(?:true|yes|on|1)$/i.test(value);
  return /env(?:ironment)?$/i.test(key) && /^dev(?:el|elop|elopment)?$/i.test(value);
}
