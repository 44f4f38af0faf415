import { removePair, removeStatementOrInstruction, removeWord, removeWords } from '../lint/rewrite';
import { defineRule, type Fix, type Report } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import type { PackageOperation } from '../model/packages';
import type { ShellAssignment, ShellCommand, ShellScript, ShellWord } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { remove, replace, type TextEdit } from '../text/edit';
import type { Span } from '../text/span';

export default defineRule({
  id: 'tls-verification-disabled',
  aliases: [
    'checkov/CKV2_DOCKER_2',
    'checkov/CKV2_DOCKER_3',
    'checkov/CKV2_DOCKER_4',
    'checkov/CKV2_DOCKER_5',
    'checkov/CKV2_DOCKER_6',
    'checkov/CKV2_DOCKER_7',
    'checkov/CKV2_DOCKER_8',
    'checkov/CKV2_DOCKER_9',
    'checkov/CKV2_DOCKER_10',
    'checkov/CKV2_DOCKER_11',
    'checkov/CKV2_DOCKER_12',
    'checkov/CKV2_DOCKER_13',
    'checkov/CKV2_DOCKER_14',
    'checkov/CKV2_DOCKER_15',
    'checkov/CKV2_DOCKER_16',
    'sonar/S4830',
    'dockerfile-doctor/DD055',
    'dockerfile-doctor/DD056',
  ],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  mentions: /-[a-zA-Z]*k|insecure|check|ssl|verif|unauth|trust|force-yes|gpg|signature/i,
  needs: ['ENV', 'ARG', 'RUN', 'ONBUILD'],
  summary: 'A certificate or signature is not checked.',
  docs: `
With its check of certificates or signatures off, a program takes what anyone on the way sends. What a build installs so ends
up in the image for good, and an \`ENV\` that turns checks off does so in every container.

Mostly the reason is a missing \`ca-certificates\` package, an old base image, or a company's proxy whose certificate
belongs into the image.

Looked at are curl, wget, git, pip, npm, yarn and pnpm, apt, apk, dnf and yum, zypper, rpm, conda, bundler, Composer, Subversion and the AWS
command line: their options, their settings and their variables. git asks only whether \`GIT_SSL_NO_VERIFY\` is set: with the value \`0\` or
\`false\` the check is off too.

**When to ignore:** where the download is compared with a checksum afterwards.

**The fix** removes the option, the setting or the variable; it may turn out why it was there.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN wget --no-check-certificate https://example.com/a.tgz\n',
      good: 'FROM alpine:3.22\nRUN wget https://example.com/a.tgz\n',
    },
    {
      bad: 'FROM node:22-bookworm-slim\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\n',
      good: 'FROM node:22-bookworm-slim\nENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/company.pem\n',
    },
    {
      bad: 'FROM node:22-bookworm-slim\nRUN npm config set strict-ssl false && npm ci\n',
      good: 'FROM node:22-bookworm-slim\nRUN npm config set cafile /etc/ssl/certs/company.pem && npm ci\n',
    },
  ],
  *checkInstruction({ file, model }, instruction) {
    for (const pair of /^(?:ENV|ARG)$/.test(instruction.keyword) ? instruction.pairs : []) {
      const effect = VARIABLES.get(pair.key.toUpperCase());
      // ARG without a value sets nothing unless the caller does.
      if (effect === undefined || pair.value === undefined || !effect.off.test(pair.value)) continue;
      const edit = removePair(file, instruction, pair);
      yield report(pair.span, effect, fixOf(`Remove ${pair.key}`, edit));
    }
    // A probe of the container's own address has no certificate to check.
    if (/^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword)) return;
    yield* inScript(file, model, instruction);
  },
});

interface Effect {
  readonly message: string;
  readonly aliases: readonly string[];
}

function report(span: Span, { message, aliases }: Effect, fix: Fix | undefined): Report {
  return { span, message, aliases, ...(fix === undefined ? {} : { fixes: [fix] }) };
}

function fixOf(title: string, edit: TextEdit | undefined): Fix | undefined {
  if (edit === undefined) return undefined;
  const because = 'The step fails where the certificate or signature cannot be checked.';
  return { title, applicability: 'review', because, edits: [edit] };
}

const OFF = /^(?:0|false|no|off)$/i;
const SET = /\S/;

const VARIABLES: ReadonlyMap<string, Effect & { readonly off: RegExp }> = new Map([
  variable('NODE_TLS_REJECT_UNAUTHORIZED', OFF, 'Node takes any certificate with this variable.', 6),
  variable('PYTHONHTTPSVERIFY', OFF, 'Python takes any certificate with this variable.', 5),
  variable('NPM_CONFIG_STRICT_SSL', OFF, 'npm takes any certificate with this variable.', 12),
  variable('YARN_ENABLE_STRICT_SSL', OFF, 'yarn takes any certificate with this variable.'),
  variable('CONDA_SSL_VERIFY', OFF, 'conda takes any certificate with this variable.'),
  // getenv() of git's http.c: what the value is does not matter.
  variable('GIT_SSL_NO_VERIFY', /^/, 'git takes any certificate with this variable, whatever its value.', 14),
  variable('PIP_TRUSTED_HOST', SET, 'pip takes any certificate of this host.', 16),
]);

function variable(name: string, off: RegExp, message: string, checkov?: number): [string, Effect & { off: RegExp }] {
  return [name, { off, message, aliases: checkov === undefined ? [] : [`checkov/CKV2_DOCKER_${checkov}`] }];
}

function* inScript(file: Dockerfile, model: DockerfileModel, instruction: Instruction): Iterable<Report> {
  const script = model.scriptOf(instruction);
  const operations = new Map(model.packageOperationsOf(instruction).map((operation) => [operation.command, operation]));
  for (const command of script.commands) {
    for (const assignment of command.assignments) {
      const effect = VARIABLES.get(assignment.name.toUpperCase());
      if (effect?.off.test(assignment.value?.value ?? assignment.value?.text ?? '') !== true) continue;
      const edit = script.source === 'exec' ? undefined : withoutAssignment(instruction, command, assignment);
      yield report(assignment.span, effect, fixOf(`Remove ${assignment.name}`, edit));
    }
    if (command.name === 'export') {
      for (const word of command.args) {
        const [, name = '', value] = /^(\w+)=(.*)$/s.exec(word.value ?? word.text) ?? [];
        const effect = value === undefined ? undefined : VARIABLES.get(name.toUpperCase());
        if (effect === undefined || value === undefined || !effect.off.test(value)) continue;
        const edit =
          command.args.length > 1
            ? removeWord(instruction, command, word)
            : withoutCommand(file, instruction, script, command);
        yield report(word.span, effect, fixOf(`Remove ${name}`, edit));
      }
    }
    const { name, args } = command;
    if (name === undefined || args.some(({ value, text }) => LOCAL.test(value ?? text))) continue;
    yield* options(instruction, script, command, operations.get(command));
    yield* settings(file, instruction, script, command);
  }
}

const LOCAL = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/;

/** `GIT_SSL_NO_VERIFY=1 git clone ...`: the words after it move up. */
function withoutAssignment(
  { trigger, innerComments }: Instruction,
  command: ShellCommand,
  { span }: ShellAssignment,
): TextEdit | undefined {
  const starts = [
    ...command.assignments,
    ...command.wrappers,
    ...(command.nameWord === undefined ? [] : [command.nameWord]),
  ]
    .map((word) => word.span.start)
    .filter((start) => start >= span.end);
  if (starts.length === 0) return undefined;
  const end = Math.min(...starts);
  const comments = [...innerComments, ...(trigger?.innerComments ?? [])];
  return comments.some((comment) => comment.span.start > span.start && comment.span.end < end)
    ? undefined
    : remove({ start: span.start, end });
}

function withoutCommand(
  file: Dockerfile,
  instruction: Instruction,
  script: ShellScript,
  command: ShellCommand,
): TextEdit | undefined {
  const statement = script.statements[command.statement];
  const isWhole = statement?.commands.length === 1 && statement.commands[0] === command;
  if (!isWhole || !statement.isSimple || command.redirects.length > 0) return undefined;
  return removeStatementOrInstruction(file, instruction, script, statement);
}

function* options(
  instruction: Instruction,
  script: ShellScript,
  command: ShellCommand,
  operation: PackageOperation | undefined,
): Iterable<Report> {
  const { name = '', args } = command;
  const own = OPTIONS.get(operation?.manager.name ?? name) ?? OPTIONS.get(name);
  if (own === undefined || installsNothing(operation)) return;
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (word === undefined) continue;
    const value = word.value ?? word.text;
    // What follows the values of other options is not read: `curl -H "-k"`.
    if (name === 'curl' && /^-[a-zA-Z]*[HdoXuAebcFTw]$/.test(value)) {
      i++;
      continue;
    }
    const next = args[i + 1];
    const found = own.find(({ pattern, takes }) =>
      takes === undefined
        ? pattern.test(value)
        : (pattern.test(value) && takes.test(next?.value ?? next?.text ?? '')) ||
          (/^--[\w-]+=/.test(value) &&
            pattern.test(value.replace(/=.*$/s, '')) &&
            takes.test(value.replace(/^[^=]*=/s, ''))),
    );
    if (found === undefined) continue;
    const last = found.takes !== undefined && !/^--[\w-]+=/.test(value) ? (next ?? word) : word;
    if (last !== word) i++;
    yield report(
      { start: word.span.start, end: last.span.end },
      found,
      removal(instruction, script, command, operation, [word, last]),
    );
  }
}

function removal(
  instruction: Instruction,
  script: ShellScript,
  command: ShellCommand,
  operation: PackageOperation | undefined,
  [word, last]: readonly [ShellWord, ShellWord],
): Fix | undefined {
  // It said yes to all questions, too.
  if (word.value === '--force-yes' && operation?.hasOption(['-y', '--yes', '--assume-yes', '-qq']) !== true)
    return fixOf('Replace --force-yes with -y', replace(word.span, word.text.replace('--force-yes', '-y')));
  const isCluster = command.name === 'curl' && /^-[a-zA-Z#]{2,}$/.test(word.text);
  if (isCluster) return fixOf('Remove -k', replace(word.span, word.text.replace('k', '')));
  if (word !== last && script.source === 'exec') return undefined;
  const title = `Remove ${word === last ? (word.value ?? word.text) : `${word.text} ${last.text}`}`;
  return fixOf(title, removeWords(instruction, command, word, last));
}

/** What is removed has no signature, and neither has a package file that the build made (`apk add --allow-untrusted ./a.apk`). */
function installsNothing(operation: PackageOperation | undefined): boolean {
  if (operation?.manager.kind !== 'os') return false;
  if (operation.action === 'remove' || operation.action === 'clean') return true;
  const { operands } = operation;
  return operation.manager.name === 'apk' && operands.length > 0 && operands.every(({ text }) => text.includes('/'));
}

interface OptionFacts extends Effect {
  readonly pattern: RegExp;
  /** The value that turns the check off, in the next word or after `=`. */
  readonly takes?: RegExp;
}

function option(pattern: RegExp, message: string, aliases: readonly string[] = [], takes?: RegExp): OptionFacts {
  return { pattern, message, aliases, ...(takes === undefined ? {} : { takes }) };
}

const APT: readonly OptionFacts[] = [
  option(/^--force-yes$/, 'apt installs packages without checking their signatures.', ['checkov/CKV2_DOCKER_11']),
  option(
    /^--(?:allow-unauthenticated|allow-insecure-repositories)$/,
    'apt installs packages without checking their signatures.',
    ['checkov/CKV2_DOCKER_8'],
  ),
  option(
    /^(?:-o|--option)$/,
    'apt takes what it downloads without checking it.',
    ['checkov/CKV2_DOCKER_8'],
    /^(?:Acquire::https?(?:::[^=]+)?::Verify-(?:Peer|Host)=["']?(?:false|0|no|off)|(?:APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories)=["']?(?:true|1|yes|on))/i,
  ),
];
const RPM: readonly OptionFacts[] = [
  option(/^--(?:nogpgcheck|no-gpgchecks)$/, 'Packages are installed without checking their signatures.', [
    'checkov/CKV2_DOCKER_9',
  ]),
  option(
    /^--setopt=["']?(?:\S+\.)?gpgcheck["']?=["']?(?:0|false|no)["']?$/i,
    'Packages are installed without checking their signatures.',
    ['checkov/CKV2_DOCKER_9'],
  ),
];
const SSLVERIFY = option(
  /^--setopt=["']?(?:\S+\.)?sslverify["']?=["']?(?:0|false|no)["']?$/i,
  'dnf takes any certificate with this setting.',
  ['checkov/CKV2_DOCKER_15'],
);
const PIP: readonly OptionFacts[] = [
  option(/^--trusted-host$/, 'pip takes any certificate of this host.', ['checkov/CKV2_DOCKER_4'], /\S/),
];
const NPM: readonly OptionFacts[] = [
  option(/^--(?:no-strict-ssl|strict-ssl=false)$/, 'npm takes any certificate with this option.', [
    'checkov/CKV2_DOCKER_13',
  ]),
];

const OPTIONS: ReadonlyMap<string, readonly OptionFacts[]> = new Map([
  [
    'curl',
    [
      option(
        /^(?:-[afgijlnpqsvBGIJLMNORSVZ0-9#]*k[a-zA-Z#]*|--insecure|--proxy-insecure)$/,
        'curl takes any certificate with this option.',
        ['checkov/CKV2_DOCKER_2', 'sonar/S4830', 'dockerfile-doctor/DD056'],
      ),
    ],
  ],
  [
    'wget',
    [
      option(
        /^--(?:no-check-certificate|check-certificate=(?:off|no|0|quiet))$/,
        'wget takes any certificate with this option.',
        ['checkov/CKV2_DOCKER_3', 'sonar/S4830', 'dockerfile-doctor/DD055'],
      ),
    ],
  ],
  [
    'git',
    [
      option(
        /^-c$/,
        'git takes any certificate with this setting.',
        [],
        /^http\.(?:\S+\.)?sslverify=["']?(?:false|0|no|off)/i,
      ),
    ],
  ],
  ['apt-get', APT],
  ['apt', APT],
  ['aptitude', APT],
  [
    'apk',
    [
      option(/^--allow-untrusted$/, 'apk installs packages without checking their signatures.', [
        'checkov/CKV2_DOCKER_7',
      ]),
    ],
  ],
  ...['dnf', 'yum', 'microdnf', 'tdnf'].map((name) => [name, [...RPM, SSLVERIFY]] as const),
  ...['yum-config-manager', 'dnf-config-manager'].map((name) => [name, [SSLVERIFY]] as const),
  ['zypper', [option(/^--no-gpg-checks$/, 'zypper installs packages without checking their signatures.')]],
  [
    'rpm',
    [
      option(/^--(?:nosignature|nodigest|noverify)$/, 'rpm installs packages without checking their signatures.', [
        'checkov/CKV2_DOCKER_10',
      ]),
    ],
  ],
  ...['pip', 'pip2', 'pip3'].map((name) => [name, PIP] as const),
  ...['npm', 'pnpm', 'yarn'].map((name) => [name, NPM] as const),
  ['aws', [option(/^--no-verify-ssl$/, 'aws takes any certificate with this option.')]],
  ['svn', [option(/^--trust-server-cert(?:-failures)?(?:=.*)?$/, 'svn takes any certificate with this option.')]],
  ['conda', [option(/^(?:-k|--insecure)$/, 'conda takes any certificate with this option.')]],
]);

interface SettingFacts extends Effect {
  readonly names: RegExp;
  readonly pattern: RegExp;
}

/** A command that writes a setting: the whole of it goes. */
function* settings(
  file: Dockerfile,
  instruction: Instruction,
  script: ShellScript,
  command: ShellCommand,
): Iterable<Report> {
  const { name = '', nameWord, args } = command;
  const last = args.at(-1);
  const text = args.map((word) => (word.value ?? word.text).replace(/["']/g, '')).join(' ');
  const found = SETTINGS.find((candidate) => candidate.names.test(name) && candidate.pattern.test(text));
  if (found === undefined || last === undefined || nameWord === undefined) return;
  const edit = withoutCommand(file, instruction, script, command);
  yield report({ start: nameWord.span.start, end: last.span.end }, found, fixOf('Remove the setting', edit));
}

const SETTINGS: readonly SettingFacts[] = [
  {
    names: /^(?:npm|yarn|pnpm)$/,
    pattern: /^(?:\S+ )*?(?:config|c|conf|set)\b.*\bstrict-ssl[ =]+false\b/,
    message: 'npm takes any certificate with this setting.',
    aliases: ['checkov/CKV2_DOCKER_13'],
  },
  {
    names: /^yarn$/,
    pattern: /^config set enableStrictSsl false/,
    message: 'yarn takes any certificate with this setting.',
    aliases: ['checkov/CKV2_DOCKER_13'],
  },
  {
    names: /^git$/,
    pattern: /^config\b.*\bhttp\.(?:\S+\.)?sslverify[ =](?:false|0|no|off)\b/i,
    message: 'git takes any certificate with this setting.',
    aliases: [],
  },
  {
    names: /^pip[\d.]*$/,
    pattern: /^config set \S*trusted-host \S/,
    message: 'pip takes any certificate of this host.',
    aliases: ['checkov/CKV2_DOCKER_4'],
  },
  {
    names: /^conda$/,
    pattern: /^config\b.*\bssl_verify (?:false|no|off)\b/i,
    message: 'conda takes any certificate with this setting.',
    aliases: [],
  },
  {
    names: /^bundler?$/,
    pattern: /^config\b.*\bssl_verify_mode[ =]0\b/,
    message: 'bundler takes any certificate with this setting.',
    aliases: [],
  },
  {
    names: /^composer$/,
    pattern: /^config\b.*\b(?:disable-tls true|secure-http false)\b/,
    message: 'Composer downloads in clear text with this setting.',
    aliases: [],
  },
];
