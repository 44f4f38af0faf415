import { removeWord } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { hasPipCacheMount, hasPipCacheVariable, isPip } from '../model/pip';

export default defineRule({
  id: 'pip-no-cache-repeated',
  aliases: [],
  category: 'maintainability',
  severity: 'hint',
  preset: 'strict',
  needs: ['pip', 'pip2', 'pip3'],
  summary: "pip's cache is turned off twice.",
  docs: `
\`PIP_NO_CACHE_DIR\` turns pip's cache off for every call; \`--no-cache-dir\` says it again. Who adds a cache mount later
has to find both.

**When to ignore:** where the option is there for readers.

**The fix** removes the option.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.12-slim-bookworm\nENV PIP_NO_CACHE_DIR=1\nRUN pip install --no-cache-dir flask\n',
      good: 'FROM python:3.12-slim-bookworm\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword) || hasPipCacheMount(model, instruction)) return;
    for (const operation of model.packageOperationsOf(instruction).filter(isPip)) {
      const option = operation.options.find(({ name }) => name === '--no-cache-dir' || name === '--no-cache');
      if (option === undefined || !hasPipCacheVariable(model, instruction, operation)) continue;
      const edit = removeWord(instruction, operation.command, option.word);
      yield {
        span: option.word.span,
        message: 'PIP_NO_CACHE_DIR says so already.',
        ...(edit === undefined
          ? {}
          : { fixes: [{ title: 'Remove --no-cache-dir', applicability: 'safe' as const, edits: [edit] }] }),
      };
    }
  },
});
