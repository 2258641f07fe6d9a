// The peer: Node's Socket.IO as its documentation shows it. What one says goes to everybody, then its sender hears `ok`.
// With the address of a store as the second argument every broadcast goes through its Redis Streams adapter: appended
// to a stream there, read back, and delivered. (It acknowledges before that: its API has no way to wait for it.)
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const [port, store] = process.argv.slice(2);
const options = { serveClient: false, transports: ['websocket'], pingInterval: 10_000, pingTimeout: 8_000 };
if (store) {
  const { createClient } = await import('redis');
  const { createAdapter } = await import('@socket.io/redis-streams-adapter');
  const client = createClient({ socket: { path: store } });
  await client.connect();
  options.adapter = createAdapter(client);
}

const http = createServer();
const io = new Server(http, options);
let seq = 0;
io.on('connection', (socket) => {
  socket.on('command', (command, ack) => {
    seq += 1;
    const text = command.body ?? command.note;
    // The fields of our comment, so that the same bytes are sent.
    const entity = {
      id: `c_${seq}`, at: Date.now(), born: seq, author: 'm_1', name: 'M 1', on: null, subject: null, reply_to: null, quotes: null,
      kind: null, paragraph: null, body: text, scope: 'all', hold: null, status: 'shown', pinned: false, edited_at: null,
      reactions: { agree: 0, thanks: 0, question: 0 }, topics: [], outcome: null, conclusion: null, answer: null, replies: 0,
      afterwards: false, by_desk: false, approved: true,
    };
    io.emit('update', { from: seq - 1, to: seq, patch: { comments: { [entity.id]: entity } } });
    if (typeof ack === 'function') ack({ ok: true, seq });
  });
});
http.listen(Number(port), '127.0.0.1', () => console.log('up'));
