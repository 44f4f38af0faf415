import { build } from 'esbuild';

const isProduction = process.argv.includes('--production');
// Tests and measurements build into a folder of their own, so that they do not disturb an editor that runs from `dist`.
const outdir = process.argv.find((argument) => argument.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: isProduction,
  sourcemap: !isProduction,
  logLevel: 'warning',
  // Libraries' ES modules are preferred: they can be tree-shaken, and some of their CommonJS builds cannot be bundled.
  mainFields: ['module', 'main'],
};

await Promise.all([
  build({ ...common, entryPoints: ['client/src/extension.ts'], outfile: `${outdir}/client.js`, external: ['vscode'] }),
  build({ ...common, entryPoints: ['server/src/main.ts'], outfile: `${outdir}/server.js` }),
  build({ ...common, entryPoints: ['server/src/verify/main.ts'], outfile: `${outdir}/verify.js` }),
  build({
    ...common,
    entryPoints: ['server/src/cli/main.ts'],
    outfile: `${outdir}/cli.js`,
    banner: { js: '#!/usr/bin/env node' },
  }),
]);
