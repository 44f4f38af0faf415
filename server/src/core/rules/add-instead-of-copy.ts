import { defineRule, type Fix } from '../lint/rule';
import type { CopySource } from '../model/stage';
import { replace } from '../text/edit';

export default defineRule({
  id: 'add-instead-of-copy',
  aliases: [
    'hadolint/DL3020',
    'tally/hadolint/DL3020',
    'trivy/DS-0005',
    'checkov/CKV_DOCKER_4',
    'kics/add_instead_of_copy',
    'sonar/S7029',
    'semgrep/prefer-copy-over-add',
  ],
  category: 'maintainability',
  severity: 'warning',
  preset: 'recommended',
  needs: ['ADD'],
  summary: 'ADD copies plain files, which COPY does without surprises.',
  docs: `
ADD does more than it says: it unpacks local tar archives and fetches URLs and Git repositories. For plain files and
directories it does what COPY does, and the reader has to check that nothing else happens. COPY never unpacks.

Archives (\`.tar\`, \`.tgz\`, \`.tar.xz\`, ...), URLs, Git references and sources whose name only the build knows are not
reported: there ADD is the right word.

**When to ignore:** where the file is an archive that its name does not tell.

**The fix** replaces the keyword.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nADD app.py /app/\n',
      good: 'FROM debian:bookworm-slim\nCOPY app.py /app/\n',
    },
  ],
  *checkInstruction({ file, model }, outer) {
    const instruction = outer.trigger ?? outer;
    if (
      instruction.keyword !== 'ADD' ||
      instruction.flags.some(
        ({ name }) => name !== 'chown' && name !== 'chmod' && name !== 'link' && name !== 'exclude',
      )
    )
      return;
    const copy = model.copyOf(instruction);
    if (copy?.destination === undefined || !copy.sources.every(isPlain)) return;
    const { keywordSpan } = instruction;
    const written = file.text.slice(keywordSpan.start, keywordSpan.end);
    const edits = [replace(keywordSpan, written === 'add' ? 'copy' : 'COPY')];
    const because =
      reasonToLook(copy.sources) ?? (outer === instruction ? undefined : 'The image keeps the text of its triggers.');
    const title = 'Replace ADD with COPY';
    const fix: Fix =
      because === undefined
        ? { title, applicability: 'safe', edits }
        : { title, applicability: 'review', because, edits };
    yield { span: keywordSpan, message: 'ADD copies plain files here, as COPY does.', fixes: [fix] };
  },
});

function isPlain({ kind, path, word }: CopySource): boolean {
  if (kind === 'heredoc') return true;
  if (kind !== 'path') return false;
  // What a variable without a value stands for may be an address or an archive, unless its name calls it a file.
  if (path === undefined || (path === '' && word.value.includes('$'))) return isNamedFile(word.value);
  return !ARCHIVE.test(path);
}

/** `${JAR_FILE}`, `target/${WAR_NAME}.war`: no archive that ADD unpacks, and no address. */
function isNamedFile(text: string): boolean {
  return /^\$\{?(?:JAR|WAR|EAR)_?(?:FILE|PATH)(?:NAME)?\}?$|^(?!\$)[^:]*\.(?:jar|war|ear)$/i.test(text);
}

const ARCHIVE = /\.(?:tar|tgz|tbz2?|txz|tzst|tlz|gz|bz2|xz|lzma|Z|zst|gem|crate)(?:[*?]+)?$|\.tar[.*?]/i;

function reasonToLook(sources: readonly CopySource[]): string | undefined {
  const unknown = sources.find(({ path, word }) => !path && word.value.includes('$'));
  if (unknown !== undefined) return `ADD would fetch an address, if ${unknown.word.value} stands for one.`;
  const glob = sources.find(({ path }) => path !== undefined && mayMatchArchive(path));
  return glob && `ADD would unpack an archive among the files that "${glob.word.value}" matches.`;
}

/** A pattern whose end is open, such as `dist/app*`. */
function mayMatchArchive(path: string): boolean {
  return /[*?[]/.test(path) && !/\.[A-Za-z]\w{0,5}$/.test(path) && path !== '*' && !path.endsWith('/*');
}
