import Koa from 'koa';
import { customAlphabet } from 'nanoid';
import { readFileSync } from 'node:fs';

const berths = JSON.parse(readFileSync('berths.json', 'utf8')) as Record<string, number>;
const ticket = customAlphabet('B', 4);
const app = new Koa();

app.use((context) => {
  const name = context.path.slice(1);
  const length = berths[name];
  if (name === '') context.body = `Berths: ${Object.keys(berths).join(', ')}`;
  else if (length === undefined) context.status = 404;
  else context.body = { name, length, ticket: ticket() };
});

app.listen(8175);
