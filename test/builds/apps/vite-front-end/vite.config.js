import { defineConfig } from 'vite';

export default defineConfig({
  esbuild: { jsxFactory: 'h', jsxFragment: 'Fragment' },
  build: { rollupOptions: { output: { entryFileNames: 'assets/[name].js', assetFileNames: 'assets/[name][extname]' } } },
});
