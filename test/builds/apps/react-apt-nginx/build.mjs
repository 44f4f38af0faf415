import { cpSync } from 'node:fs';
import { buildSync } from 'esbuild';

buildSync({ entryPoints: ['src/index.jsx'], bundle: true, minify: true, outfile: 'build/app.js' });
cpSync('public', 'build', { recursive: true });
