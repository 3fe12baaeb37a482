// The peer: reads a body, parses it, calls the handler, answers. Nothing else.
import { createServer } from 'node:http';
import { handler } from './handler.mjs';

createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-length': 0 }).end();
    return;
  }
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const reply = JSON.stringify(await handler(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    const length = Buffer.byteLength(reply);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
    response.end(reply);
  });
}).listen(Number(process.env.PORT), '0.0.0.0');
