import type { ShellCommand, ShellScript, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import type { DockerfileModel } from './model';
import { remembered } from './remembered';
import type { Stage } from './stage';

/** A call of curl or wget that names an address. */
export interface Download {
  readonly tool: 'curl' | 'wget';
  readonly command: ShellCommand;
  readonly nameWord: ShellWord;
  readonly options: readonly DownloadOption[];
  readonly addresses: readonly DownloadAddress[];
  /** Where another program reads what arrives: that program. */
  readonly reader: ShellCommand | undefined;
  /** The files that it writes, as far as the text tells; empty where the output goes elsewhere. */
  readonly files: readonly string[];
  readonly instruction: Instruction;
  readonly script: ShellScript;
  /** Tells whether one of `names` (`-L`, `--location`) is among its options. */
  has(...names: readonly string[]): boolean;
}

export interface DownloadOption {
  /** As written, without its value: `-o`, `--output`, wget's `-nv`. */
  readonly name: string;
  readonly word: ShellWord;
  readonly value: string | undefined;
  readonly valueWord: ShellWord | undefined;
}

export interface DownloadAddress {
  readonly word: ShellWord;
  /** Without quotes; variables replaced where all of them are known. */
  readonly text: string;
  readonly span: Span;
}

/** Returns the calls of curl and wget in `instruction` that name an address. */
export const downloadsOf: (model: DockerfileModel, instruction: Instruction) => readonly Download[] = remembered(
  (model, instruction) => {
    const script = model.scriptOf(instruction);
    return script.commands.flatMap((command) => download(model, instruction, script, command) ?? []);
  },
);

function download(
  model: DockerfileModel,
  instruction: Instruction,
  script: ShellScript,
  command: ShellCommand,
): Download | undefined {
  const { name: tool, nameWord } = command;
  if ((tool !== 'curl' && tool !== 'wget') || nameWord === undefined) return undefined;
  // PowerShell calls its Invoke-WebRequest so.
  if (command.args.some(({ value }) => /^-(?:uri|outfile|usebasicparsing)$/i.test(value ?? ''))) return undefined;
  const { options, operands } = tool === 'curl' ? readWords(command.args, CURL) : readWords(command.args, WGET);
  const named = options.flatMap(({ name, valueWord, value }) =>
    name === '--url' && valueWord !== undefined && value !== undefined ? [valueWord] : [],
  );
  const addresses = [...operands, ...named].map((word) => ({
    word,
    text: textOf(model, instruction, script, word),
    span: word.span,
  }));
  if (addresses.length === 0) return undefined;
  const { pipe } = command;
  const reader =
    pipe &&
    script.commands.find(
      (other) => other.pipe?.id === pipe.id && other.pipe.index === pipe.index + 1 && other !== command,
    );
  return {
    tool,
    command,
    nameWord,
    options,
    addresses,
    reader,
    files: filesOf(tool, command, options, addresses),
    instruction,
    script,
    has: (...names) => options.some(({ name }) => names.includes(name)),
  };
}

function textOf(model: DockerfileModel, instruction: Instruction, script: ShellScript, word: ShellWord): string {
  if (word.value !== undefined) return word.value;
  const plain = word.text.replace(/^(["'])(.*)\1$/s, '$2');
  const { env, args } = model.stateBefore(instruction);
  const isKnown = word.variables.every(
    ({ name }) =>
      (env.get(name) ?? args.get(name)) !== undefined &&
      !script.commands.some(({ assignments }) => assignments.some((assignment) => assignment.name === name)),
  );
  return isKnown && !word.hasSubstitution ? (model.expandAt(plain, instruction) ?? plain) : plain;
}

function filesOf(
  tool: Download['tool'],
  { redirects }: ShellCommand,
  options: readonly DownloadOption[],
  addresses: readonly DownloadAddress[],
): readonly string[] {
  const redirected = redirects.flatMap(({ operator, target }) =>
    /^1?>>?\|?$/.test(operator) && target?.value !== undefined ? [target.value] : [],
  );
  const names = tool === 'curl' ? ['-o', '--output'] : ['-O', '--output-document'];
  const given = options.flatMap(({ name, value, valueWord }) =>
    names.includes(name) && valueWord !== undefined ? [value ?? valueWord.text] : [],
  );
  const byAddress =
    tool === 'curl'
      ? options.some(({ name }) => /^(?:-O|--remote-name(?:-all)?)$/.test(name))
      : given.length === 0 && !options.some(({ name }) => name === '--spider');
  const remote = byAddress ? addresses.map(({ text }) => text.replace(/[?#].*$/, '').replace(/^.*\//, '')) : [];
  return [...redirected, ...given, ...remote].filter((file) => file !== '-' && !file.startsWith('/dev/'));
}

interface Dialect {
  /** Letters of short options that take a value. */
  readonly short: string;
  /** Tells whether a long option takes the next word, where no `=` gives its value. */
  takesValue(name: string): boolean;
  /** curl's options know no `=`. */
  readonly hasEquals: boolean;
  /** A letter that makes one option with the next: wget's `-nv`. */
  readonly prefix: string;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

// Source: curl's manual, the options without a value (8.14).
const CURL_SWITCHES = words(`
  append anyauth basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest disable disable-eprt
  disable-epsv disallow-username-in-url doh-cert-status doh-insecure fail fail-early fail-with-body false-start
  form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control get globoff
  haproxy-protocol head http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only ignore-content-length
  include insecure ipv4 ipv6 junk-session-cookies list-only location location-trusted mail-rcpt-allowfails manual
  metalink negotiate netrc netrc-optional next ntlm ntlm-wb parallel parallel-immediate path-as-is post301 post302
  post303 progress-bar proxy-anyauth proxy-basic proxy-digest proxy-insecure proxy-negotiate proxy-ntlm
  proxy-ssl-allow-beast proxy-tlsv1 proxytunnel raw remote-header-name remote-name remote-name-all remove-on-error
  retry-all-errors retry-connrefused sasl-ir show-error show-headers silent skip-existing socks5-basic socks5-gssapi
  socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3
  styled-output suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3
  tr-encoding trace-ids trace-time use-ascii verbose version xattr
`);

// Source: wget's manual (1.25), the options with a value.
const WGET_VALUED = words(`
  output-file append-output execute input-file base tries output-document start-pos progress timeout dns-timeout
  connect-timeout read-timeout wait waitretry quota bind-address limit-rate restrict-file-names prefer-family user
  password directory-prefix default-page header max-redirect proxy-user proxy-password referer user-agent post-data
  post-file method body-data body-file secure-protocol certificate certificate-type private-key private-key-type
  ca-certificate ca-directory crl-file pinnedpubkey ftp-user ftp-password level accept reject accept-regex reject-regex
  regex-type domains exclude-domains follow-tags ignore-tags include-directories exclude-directories load-cookies
  save-cookies cut-dirs local-encoding remote-encoding hsts-file config rejected-log use-askpass retry-on-http-error
  compression report-speed ciphers
`);

const CURL: Dialect = {
  short: 'AbcCdDeEFHKmoPQrtTuUwxXyYz',
  takesValue: (name) => !CURL_SWITCHES.has(name) && !name.startsWith('no-'),
  hasEquals: false,
  prefix: '',
};
const WGET: Dialect = {
  short: 'oaeitOTwQPUBDARIXl',
  takesValue: (name) => WGET_VALUED.has(name),
  hasEquals: true,
  prefix: 'n',
};

function readWords(
  args: readonly ShellWord[],
  dialect: Dialect,
): { readonly options: readonly DownloadOption[]; readonly operands: readonly ShellWord[] } {
  const options: DownloadOption[] = [];
  const operands: ShellWord[] = [];
  for (let index = 0; index < args.length; index++) {
    const word = args[index];
    if (word === undefined) continue;
    const text = word.value ?? word.text;
    if (!text.startsWith('-') || text === '-') {
      operands.push(word);
      continue;
    }
    if (text.startsWith('--')) {
      const equals = dialect.hasEquals ? text.indexOf('=') : -1;
      const name = equals === -1 ? text : text.slice(0, equals);
      const next = equals === -1 && dialect.takesValue(name.slice(2)) ? args[index + 1] : undefined;
      if (next !== undefined) index++;
      const value = equals === -1 ? next?.value : text.slice(equals + 1);
      options.push({ name, word, value, valueWord: equals === -1 ? next : word });
      continue;
    }
    for (let letter = 1; letter < text.length; letter++) {
      const character = text[letter] ?? '';
      if (dialect.prefix !== '' && character === dialect.prefix) {
        letter++;
        options.push({ name: `-${character}${text[letter] ?? ''}`, word, value: undefined, valueWord: undefined });
        continue;
      }
      if (!dialect.short.includes(character)) {
        options.push({ name: `-${character}`, word, value: undefined, valueWord: undefined });
        continue;
      }
      const attached = text.slice(letter + 1);
      const next = attached === '' ? args[index + 1] : undefined;
      if (next !== undefined) index++;
      options.push({
        name: `-${character}`,
        word,
        value: attached === '' ? next?.value : attached,
        valueWord: attached === '' ? next : word,
      });
      break;
    }
  }
  return { options, operands };
}

/**
 * Tells whether `address` leads to the machine itself or to a private network: a loopback or private number, a name
 * without a dot, a name that the Internet does not know.
 */
export function isLocalAddress(address: string): boolean {
  const [, host = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@\s]*@)?(\[[^\]]*\]|[^/:?#]*)/i.exec(address) ?? [];
  const name = host.toLowerCase();
  if (name.includes('$')) return false;
  return (
    name === '[::1]' ||
    name === '0.0.0.0' ||
    /^(?:127|10)(?:\.\d+){3}$|^192\.168(?:\.\d+){2}$|^169\.254(?:\.\d+){2}$|^172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}$/.test(
      name,
    ) ||
    /^\[f[cd]/.test(name) ||
    /\.(?:local|localhost|internal|intranet|lan|corp|home|svc|test|invalid|onion)$/.test(name) ||
    (/^[a-z][\w-]*$/.test(name) && /^[a-z][a-z0-9+.-]*:\/\//i.test(address))
  );
}

const CHECKERS =
  /^(?:(?:sha\d*|md5|b2|b3|cks?)sum|shasum|rhash|gpgv?2?|gpg-.*|openssl|minisign|signify|cosign|rekor-cli|slsa-verifier|sigstore|apksigner|rpmkeys|jarsigner)$/;

/** Tells whether `command` checks what was downloaded: compares a checksum or verifies a signature. */
export function isIntegrityCheck({ name, args }: ShellCommand): boolean {
  if (name === undefined) return false;
  const words = args.map(({ value, text }) => value ?? text);
  if (name === 'gh') return words[0] === 'attestation';
  if (name === 'test' || name === '[') return false;
  if (!CHECKERS.test(name)) return false;
  if (/^gpg2?$/.test(name)) return words.includes('--verify') || words.includes('--decrypt') || words.includes('-d');
  return true;
}

/**
 * Tells whether the step of `instruction`, or a later one of its stage, checks something that was downloaded. Which of
 * several files it checks is not asked.
 */
export function isCheckedLater(model: DockerfileModel, instruction: Instruction): boolean {
  const stage = model.stageOf(instruction);
  return stage !== undefined && lastCheck(model, stage) >= instruction.index;
}

const lastCheck = remembered(
  (model, stage: Stage) =>
    stage.instructions.findLast((instruction) => model.scriptOf(instruction).commands.some(isIntegrityCheck))?.index ??
    -1,
);
