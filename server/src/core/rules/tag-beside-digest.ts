import { defineRule, type Fix } from '../lint/rule';
import { remove } from '../text/edit';

export default defineRule({
  id: 'tag-beside-digest',
  aliases: ['sonar/S8431', 'sonar/S6497'],
  category: 'maintainability',
  severity: 'hint',
  preset: 'strict',
  needs: ['FROM'],
  summary: 'A base image has a tag and a digest; the tag decides nothing.',
  docs: `
Where both are given, the digest alone says which image is taken. The tag is never looked at, not even whether it exists, so
it can tell the reader something else than what is built.

**When to ignore:** where a tool keeps both in step. Renovate and Dependabot do, and need the tag to know what to follow.

**The fix** removes the tag.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM alpine:3.22@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n',
      good: 'FROM alpine@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n',
    },
  ],
  *checkStage(_, { parent, baseWord, image }) {
    if (parent !== undefined || baseWord === undefined) return;
    // What no text decides has both all the same: `app:${TAG}@${DIGEST}`.
    const [, shown] = /:([^/:@]+)@./.exec(baseWord.text.replace(/\$\{(\w+)[^}]*\}/g, '$$$1')) ?? [];
    const tag = image?.digest === undefined ? shown : (image.tag ?? shown);
    if (tag === undefined) return;
    const at = baseWord.text.indexOf(`:${tag}@`);
    const fix: Fix = {
      title: 'Remove the tag',
      applicability: 'review',
      because: 'Tools that raise the digest read from the tag which version to follow.',
      edits: [remove({ start: baseWord.span.start + at, end: baseWord.span.start + at + tag.length + 1 })],
    };
    const isLiteral = at !== -1 && baseWord.text === image?.text;
    yield {
      span: baseWord.span,
      message: `The digest says which image this is; the tag ${tag} is not looked at.`,
      fixes: isLiteral ? [fix] : [],
    };
  },
});
