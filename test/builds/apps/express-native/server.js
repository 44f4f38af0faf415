const path = require('path');
const bcrypt = require('bcrypt');
const express = require('express');

const app = express();
app.use(express.static(path.join(__dirname, 'public')));
app.get('/health', (request, response) => response.json({ ok: true }));
app.get('/hash', (request, response) => {
  const salt = '$2b$04$abcdefghijklmnopqrstuu';
  response.json({ hash: bcrypt.hashSync(String(request.query.password), salt) });
});
app.listen(8103, '127.0.0.1', () => console.log('listening'));
