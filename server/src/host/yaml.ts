import type * as Yaml from 'yaml';

/** Returns the YAML library, loaded with the first file that needs it: start-up and memory do not pay for it. */
export function yaml(): typeof Yaml {
  // A dynamic import would make everything that reads a file asynchronous, the analysis of a keystroke too.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('yaml') as typeof Yaml;
}
