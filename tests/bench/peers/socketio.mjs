// The peer: Node's Socket.IO as its documentation shows it. A comment goes to everybody, then its sender hears `ok`.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { serveClient: false, transports: ['websocket'], perMessageDeflate: false, pingInterval: 10_000, pingTimeout: 8_000 });
let seq = 0;
io.on('connection', (socket) => {
  socket.on('command', (command, ack) => {
    seq += 1;
    io.emit('update', { from: seq - 1, to: seq, patch: { comments: { [`c_${seq}`]: { id: `c_${seq}`, at: Date.now(), born: seq, author: 'm_1', body: command.body } } } });
    if (typeof ack === 'function') ack({ ok: true, seq });
  });
});
http.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('up'));
