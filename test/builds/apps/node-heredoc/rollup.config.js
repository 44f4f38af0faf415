export default {
  input: 'src/index.js',
  external: ['fastify', /^node:/],
  output: { file: 'build/index.mjs', format: 'esm' },
};
