import { removeWord } from '../lint/rewrite';
import { defineRule, type Fix, type Report } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import type { PackageOperation } from '../model/packages';
import type { ShellCommand, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';
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
  summary: 'A certificate or signature is not checked.',
  docs: `
With its check of certificates or signatures off, a program takes what anyone on the way sends. What a build installs so ends
up in the image for good, and an \`ENV\` that turns checks off does so in every container.

Mostly the reason is a missing \`ca-certificates\` package, an old base image, or a company's proxy whose certificate
belongs into the image.

**When to ignore:** where the download is compared with a checksum afterwards.

**The fix** removes the option; it may turn out why it was there.
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
  ],
  *check({ file, model }) {
    for (const instruction of file.instructions) {
      for (const { key, value = '', span } of /^(?:ENV|ARG)$/.test(instruction.keyword) ? instruction.pairs : []) {
        const effect = VARIABLES.get(key.toUpperCase());
        if (effect?.off.test(value) === true) yield { span, message: effect.message };
      }
      yield* inScript(model, instruction);
    }
  },
});

const OFF = /^["']?(?:0|false|no)["']?$/i;
const ON = /^["']?(?:1|true|yes|on)["']?$/i;
const SET = /\S/;

const VARIABLES: ReadonlyMap<string, { readonly off: RegExp; readonly message: string }> = new Map([
  ['NODE_TLS_REJECT_UNAUTHORIZED', { off: OFF, message: 'Node takes any certificate with this variable.' }],
  ['PYTHONHTTPSVERIFY', { off: OFF, message: 'Python takes any certificate with this variable.' }],
  ['NPM_CONFIG_STRICT_SSL', { off: OFF, message: 'npm takes any certificate with this variable.' }],
  ['GIT_SSL_NO_VERIFY', { off: ON, message: 'git takes any certificate with this variable.' }],
  ['PIP_TRUSTED_HOST', { off: SET, message: 'pip takes any certificate of this host.' }],
]);

function* inScript(model: DockerfileModel, instruction: Instruction): Iterable<Report> {
  // A probe of the container's own address has no certificate to check.
  if (/^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword)) return;
  const operations = new Map(model.packageOperationsOf(instruction).map((operation) => [operation.command, operation]));
  for (const command of model.scriptOf(instruction).commands) {
    for (const { name, value, span } of command.assignments) {
      const effect = VARIABLES.get(name.toUpperCase());
      if (effect?.off.test(value?.value ?? '') === true) yield { span, message: effect.message };
    }
    if (command.name === 'export') {
      for (const word of command.args) {
        const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(word.value ?? '') ?? [];
        const effect = VARIABLES.get(name.toUpperCase());
        if (effect?.off.test(value) === true) yield { span: word.span, message: effect.message };
      }
    }
    for (const found of switches(command, operations.get(command))) {
      const fix = found.isRemovable ? removal(instruction, command, found.word) : undefined;
      yield { span: found.span, message: found.message, ...(fix === undefined ? {} : { fixes: [fix] }) };
    }
  }
}

const LOCAL = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/;

interface Switch {
  readonly word: ShellWord;
  readonly span: Span;
  readonly message: string;
  /** The option is a word of its own, and the command works the same without it. */
  readonly isRemovable: boolean;
}

function* switches(command: ShellCommand, operation: PackageOperation | undefined): Iterable<Switch> {
  const { name, args } = command;
  if (name === undefined || args.some(({ value, text }) => LOCAL.test(value ?? text))) return;
  const own = OPTIONS.get(operation?.manager.name ?? name) ?? OPTIONS.get(name);
  let isData = false;
  for (const [i, word] of args.entries()) {
    const value = word.value ?? word.text;
    // What follows the values of other options is not read: `curl -H "-k"`.
    if (isData) {
      isData = false;
      continue;
    }
    if (name === 'curl' && /^-[a-zA-Z]*[HdoXuAebcFTw]$/.test(value)) isData = true;
    if (own?.pattern.test(value) === true && !installsNothing(operation)) {
      const isValued = own.isValued && !value.includes('=');
      const next = isValued ? args[i + 1] : undefined;
      yield {
        word,
        span: { start: word.span.start, end: (next ?? word).span.end },
        message: own.message,
        isRemovable: !own.isValued,
      };
    }
  }
  const setting = args.map(({ value, text }) => value ?? text).join(' ');
  const found = SETTINGS.find((candidate) => candidate.names.test(name) && candidate.pattern.test(setting));
  const [first] = args;
  const last = args.at(-1);
  if (found !== undefined && first !== undefined && last !== undefined) {
    yield {
      word: first,
      span: { start: command.nameWord?.span.start ?? first.span.start, end: last.span.end },
      message: found.message,
      isRemovable: false,
    };
  }
}

/** What is removed has no signature, and neither has a package file that the build made (`apk add --allow-untrusted ./a.apk`). */
function installsNothing(operation: PackageOperation | undefined): boolean {
  if (operation?.manager.kind !== 'os') return false;
  if (operation.action === 'remove' || operation.action === 'clean') return true;
  const { operands } = operation;
  return operation.manager.name === 'apk' && operands.length > 0 && operands.every(({ text }) => text.includes('/'));
}

interface OptionFacts {
  readonly pattern: RegExp;
  readonly message: string;
  readonly isValued: boolean;
}

function option(pattern: RegExp, message: string): OptionFacts {
  return { pattern, message, isValued: false };
}

const APT = option(
  /^(?:--allow-unauthenticated|--force-yes|--allow-insecure-repositories)$/,
  'apt installs packages without checking their signatures.',
);
const RPM = option(
  /^--(?:nogpgcheck|no-gpgchecks|setopt=(?:\*\.)?sslverify=(?:0|false))$/,
  'Packages are installed without checking their signatures.',
);
const PIP: OptionFacts = {
  pattern: /^--trusted-host(?:=|$)/,
  message: 'pip takes any certificate of this host.',
  isValued: true,
};

const OPTIONS: ReadonlyMap<string, OptionFacts> = new Map([
  [
    'curl',
    option(
      /^(?:-[afgijlnpqsvBGIJLMNORSVZ0-9#]*k[a-zA-Z#]*|--insecure|--proxy-insecure)$/,
      'curl takes any certificate with this option.',
    ),
  ],
  ['wget', option(/^--no-check-certificate$/, 'wget takes any certificate with this option.')],
  ['apt-get', APT],
  ['apt', APT],
  ['apk', option(/^--allow-untrusted$/, 'apk installs packages without checking their signatures.')],
  ...['dnf', 'yum', 'microdnf', 'tdnf'].map((name) => [name, RPM] as const),
  [
    'zypper',
    option(
      /^--(?:no-gpg-checks|gpg-auto-import-keys-never)$/,
      'zypper installs packages without checking their signatures.',
    ),
  ],
  ['rpm', option(/^--(?:nosignature|nodigest|noverify)$/, 'rpm installs packages without checking their signatures.')],
  ...['pip', 'pip2', 'pip3'].map((name) => [name, PIP] as const),
]);

const SETTINGS: readonly { readonly names: RegExp; readonly pattern: RegExp; readonly message: string }[] = [
  {
    names: /^(?:npm|yarn|pnpm)$/,
    pattern: /strict-ssl[ =]"?false/,
    message: 'npm takes any certificate with this setting.',
  },
  {
    names: /^git$/,
    pattern: /http\.(?:\S+\.)?sslverify[ =]"?(?:false|0)/i,
    message: 'git takes any certificate with this setting.',
  },
  {
    names: /^(?:yum-config-manager|dnf)$/,
    pattern: /sslverify=(?:0|false)/i,
    message: 'dnf takes any certificate with this setting.',
  },
];

function removal(instruction: Instruction, command: ShellCommand, word: ShellWord): Fix | undefined {
  const isCluster = command.name === 'curl' && /^-[a-zA-Z#]{2,}$/.test(word.text);
  const edit = isCluster ? replace(word.span, word.text.replace('k', '')) : removeWord(instruction, command, word);
  if (edit === undefined) return undefined;
  return {
    title: `Remove ${isCluster ? '-k' : (word.value ?? word.text)}`,
    applicability: 'review',
    because: 'The step fails where the certificate or signature cannot be checked.',
    edits: [edit],
  };
}
