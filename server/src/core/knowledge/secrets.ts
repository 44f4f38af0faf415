/** BuildKit's own list. Source: moby/buildkit, frontend/dockerfile/linter, rule SecretsUsedInArgOrEnv. */
const secretToken = /(?:^|_)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i;
const publicToken = /(?:^|_)public(?:_|$)|_(?:file|version)$/i;

/** Tells whether BuildKit's check SecretsUsedInArgOrEnv warns of a variable of this name. */
export function isSecretNameToBuildKit(name: string): boolean {
  return secretToken.test(name) && !publicToken.test(name);
}

/**
 * Endings that say the value is where, what or how long a secret is, not the secret: `TOKEN_URL`, `PASSWORD_FILE`,
 * `KEY_NAME`, `API_KEY_HEADER`, `JWT_SECRET_LENGTH`.
 */
const describesSecret =
  /(?:^|_)(?:url|uri|endpoint|host|port|file|files|path|paths|dir|directory|name|names|id|ids|type|kind|format|algorithm|alg|length|size|ttl|expiry|expires|expiration|expire|timeout|lifetime|age|days|policy|header|prefix|suffix|issuer|audience|scope|scopes|realm|method|mode|enabled|disabled|enable|disable|required|provider|backend|class|plugin|server|service|store|storage|version|region|bucket|arn|field|column|table|index|count|limit|min|max|rounds|cost|user|username|fingerprint|env|var|secret_name|location|location_hint|adapter|scheme|namespace|kubernetes_secret|fpr|fingerprints|keyserver|ring|keyring|schema|template|placeholder|regex|pattern)$/i;

/** Names that hold a public value although a word of theirs sounds secret. */
const isPublicName =
  /(?:^|_)(?:public|pub|publishable|gpg|pgp|keyserver|site_key|claim_key|release_key|sort|partition|primary|foreign|cache|routing|idempotency|author|keymap|keyboard|keyspace|no_auth|auth_mode|auth_type|skip|use|has|is|with|without|disable|enable|require|allow)(?:_|$)/i;

const bareNames = /^(?:key|auth|token_?type|keys)$/i;

/**
 * Tells whether an ARG or ENV of this name is likely to carry a secret: BuildKit's words in BuildKit's sense, and a few
 * it does not know (`DB_PASS`, `GITHUB_PAT`, `apiKey`), but no names that only describe one.
 */
export function isSecretName(name: string): boolean {
  const snake = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').replaceAll('-', '_');
  if (bareNames.test(snake) || describesSecret.test(snake) || isPublicName.test(snake)) return false;
  if (secretToken.test(snake)) return true;
  return /(?:^|_)(?:pass|passphrase|pwd|pat|privkey|secrets|tokens|passcode|private_key|access_key|accesskey|secretkey|sas|api_?key|apikeys|authtoken|bearer|credentials?_json)(?:_|$)/i.test(
    snake,
  ) && !/^(?:pwd|oldpwd|pass|sas)$/i.test(snake)
    ? true
    : /(?:password|passwd|secret|apikey|accesskey)$/i.test(snake);
}

/** Why a file looks secret. */
export type SecretFileKind =
  | 'environment'
  | 'private-key'
  | 'key-store'
  | 'package-registry'
  | 'cloud-credentials'
  | 'vcs-credentials'
  | 'password-file'
  | 'shell-history';

const secretFiles: readonly { readonly kind: SecretFileKind; readonly pattern: RegExp }[] = [
  {
    kind: 'environment',
    pattern: /^\.env(?:\.(?!example$|sample$|template$|dist$|defaults?$|test$|schema$|tpl$|dummy$|ci$)[\w.-]+)?$/,
  },
  { kind: 'private-key', pattern: /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_[\w-]+)?$/ },
  { kind: 'private-key', pattern: /(?:^|[._-])(?:priv|private|privkey|server|client|tls|ssl)?[._-]?key\.pem$/ },
  { kind: 'private-key', pattern: /\.(?:ppk|pkcs8)$/ },
  { kind: 'private-key', pattern: /^[^*]+\.key$/ },
  { kind: 'key-store', pattern: /\.(?:p12|pfx|jks|keystore|kdbx)$/ },
  { kind: 'package-registry', pattern: /^(?:\.npmrc|\.pypirc|\.yarnrc\.yml\.secret|auth\.json|\.gem_credentials)$/ },
  { kind: 'vcs-credentials', pattern: /^(?:\.netrc|_netrc|\.git-credentials)$/ },
  {
    kind: 'cloud-credentials',
    pattern:
      /^(?:service-?account(?:[._-][\w-]+)?\.json|gcp-?(?:key|credentials)\.json|google-credentials\.json|credentials\.json|application_default_credentials\.json|kubeconfig)$/i,
  },
  {
    kind: 'password-file',
    pattern:
      /^(?:\.htpasswd|\.pgpass|\.my\.cnf|\.vault-?(?:token|pass)|vault_pass(?:word)?(?:\.txt)?|secrets?\.(?:ya?ml|json|toml|env|txt|properties)|master\.key)$/,
  },
  { kind: 'shell-history', pattern: /^\.(?:bash|zsh|psql|mysql|python|node_repl)_history$/ },
];

const secretPaths: readonly { readonly kind: SecretFileKind; readonly pattern: RegExp }[] = [
  { kind: 'cloud-credentials', pattern: /(?:^|\/)\.aws(?:\/(?:credentials|config))?$/ },
  { kind: 'cloud-credentials', pattern: /(?:^|\/)\.(?:kube(?:\/config)?|azure|config\/gcloud|oci\/config)$/ },
  {
    kind: 'package-registry',
    pattern:
      /(?:^|\/)(?:\.docker\/config\.json|\.dockercfg|\.m2\/settings(?:-security)?\.xml|\.cargo\/credentials(?:\.toml)?|\.gem\/credentials|\.bundle\/config|\.composer\/auth\.json)$/,
  },
  { kind: 'private-key', pattern: /(?:^|\/)\.ssh$|(?:^|\/)\.gnupg$/ },
];

/** Tells why a file of this path (as in COPY, `/` between parts) looks secret; undefined if it does not. */
export function secretFileKind(path: string): SecretFileKind | undefined {
  const trimmed = path.replace(/\/+$/, '');
  const byPath = secretPaths.find(({ pattern }) => pattern.test(trimmed));
  if (byPath !== undefined) return byPath.kind;
  const name = trimmed.slice(trimmed.lastIndexOf('/') + 1);
  if (
    /\.(?:pub|crt|cer|csr|example|sample|dist|template)$|(?:^|[._-])(?:gpg|pgp|apt|archive|release|keyring|\d{4})\.key$|^(?:public|pub|ca|cert|fullchain|chain)[._-]/.test(
      name,
    )
  )
    return undefined;
  return secretFiles.find(({ pattern }) => pattern.test(name))?.kind;
}

/** Shapes of well-known tokens. Source: the publishers' own descriptions of their token prefixes. */
const tokenShapes: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/ },
  { what: 'GitLab token', pattern: /\bglpat-[\w-]{20,}/ },
  { what: 'AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: 'Google API key', pattern: /\bAIza[\w-]{35}/ },
  { what: 'Slack token', pattern: /\bxox[abpors]-[\w-]{10,}/ },
  { what: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { what: 'PyPI token', pattern: /\bpypi-[\w-]{50,}/ },
  { what: 'Stripe key', pattern: /\b[sr]k_live_[A-Za-z0-9]{20,}/ },
  { what: 'SendGrid key', pattern: /\bSG\.[\w-]{20,}\.[\w-]{20,}/ },
  { what: 'private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/ },
  { what: 'JSON Web Token', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
  { what: 'password in a URL', pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@$]+:[^\s/@$]{3,}@[^\s/]+/i },
];

/** An address that a build step wants and nobody answers: `postgres://user:password@localhost/dummy`. */
const PLACEHOLDER = /:\/\/(?:user|username|dummy|placeholder):(?:pass|password|dummy|placeholder)@/i;

/** Finds a well-known token in a text: what it is and where, undefined if there is none. */
export function findToken(
  text: string,
): { readonly what: string; readonly index: number; readonly length: number } | undefined {
  for (const { what, pattern } of tokenShapes) {
    const match = pattern.exec(text);
    if (match !== null && !PLACEHOLDER.test(match[0])) return { what, index: match.index, length: match[0].length };
  }
  return undefined;
}
