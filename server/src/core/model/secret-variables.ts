import { isSecretName, isSecretNameToBuildKit } from '../knowledge/secrets';
import type { Instruction } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';

/** Tells whether a pair of ENV or ARG is likely to hold a secret: its name says so, and its value does not deny it. */
export function isLikelySecret(
  model: DockerfileModel,
  instruction: Instruction,
  { key, value }: { readonly key: string; readonly value: string | undefined },
): boolean {
  if (!isSecretName(key) || isHarmless(value)) return false;
  // `ENV SIGNING_KEY=$SIGNING_KEY` passes the fingerprint on that ARG gives.
  if (value?.includes('$') === true && isHarmless(model.expandAt(value, instruction))) return false;
  if (value !== undefined && value !== '') return true;
  // ARG without a value waits for one; for names that BuildKit does not know, that is too little to go by.
  return instruction.keyword !== 'ENV' && isSecretNameToBuildKit(key);
}

/** A path, an address or a switch that only speaks of a secret, or the fingerprint of a public key. */
function isHarmless(value: string | undefined): boolean {
  if (value === undefined) return false;
  return /^(?:true|false|yes|no|on|off|none|null|\d{1,3})$|^\.{0,2}\/|^[\w./-]+\.(?:key|pem|crt|cer|csr|p12|pfx|jks|json|ya?ml|txt|conf)$|^https?:\/\/[^@]*$|^(?:0x)?(?:[0-9A-F]{16}|[0-9A-F]{40})$/i.test(
    value.replace(/ /g, ''),
  );
}
