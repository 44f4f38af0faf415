import Fastify from 'fastify';
import { readFileSync } from 'node:fs';
import { greet } from './greet.js';

const { port, greeting } = JSON.parse(readFileSync('config.json', 'utf8'));
const app = Fastify();
app.get('/:name', (request) => ({ text: greet(greeting, request.params.name) }));
await app.listen({ port, host: '127.0.0.1' });
