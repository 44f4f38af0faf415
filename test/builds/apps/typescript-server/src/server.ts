import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import { draught } from './draught';

const page = readFileSync(join(__dirname, '..', 'views', 'index.html'), 'utf8');
const app = express();

app.get('/', (_request, response) => {
  response.type('html').send(page.replace('{version}', process.env['APP_VERSION'] ?? 'unknown'));
});
app.get('/draught', (request, response) => {
  const result = draught(request.query);
  response.status(result.ok ? 200 : 400).json(result);
});
app.listen(8104, '127.0.0.1', () => {
  console.log('listening');
});
