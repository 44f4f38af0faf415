import express from 'express';
import { Draught, mayEnter } from '@harbour/shared';

const app = express();
app.get('/', (_, response) => {
  response.type('text').send('Ask /enter?metres=9\n');
});
app.get('/enter', (request, response) => {
  const draught = Draught.safeParse(request.query);
  if (!draught.success) response.status(400).json({ problem: 'metres?' });
  else response.json({ mayEnter: mayEnter(draught.data.metres) });
});
app.listen(8152, '127.0.0.1');
