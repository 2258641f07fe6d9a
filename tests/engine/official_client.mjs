// The official JavaScript client against a server of ours: connects, asks, is told, comes back; prints what it saw.
// Arguments: the folder that holds node_modules/socket.io-client, the server's address, and transports by comma.
import { createRequire } from 'node:module';

const [folder, url, transports] = process.argv.slice(2);
const { io } = createRequire(`${folder}/package.json`)('socket.io-client');
const say = (...what) => console.log(JSON.stringify(what));

const socket = io(url, { transports: transports.split(','), auth: { token: 't' }, reconnectionDelay: 50, forceNew: true });
let visits = 0;
socket.on('connect', async () => {
  visits += 1;
  say('connect', visits);
  const answers = await Promise.all([1, 2, 3].map((n) => socket.timeout(2000).emitWithAck(`ask${n}`, { n, text: 'cộng hoà' })));
  say('answers', answers);
  if (transports === 'polling,websocket' && socket.io.engine.transport.name !== 'websocket')
    await new Promise((done) => socket.io.engine.once('upgrade', done));
  say('transport', socket.io.engine.transport.name);
  say('again', await socket.timeout(2000).emitWithAck('again'));
  socket.emit(visits === 1 ? 'cut me' : 'send me away');
});
socket.on('welcome', (message) => say('welcome', message));
socket.on('bye', (message) => say('bye', message));
socket.on('connect_error', (error) => say('connect_error', error.message, error.data ?? null));
socket.on('disconnect', (reason) => {
  say('disconnect', reason);
  if (reason === 'io server disconnect') process.exit(0);
});
socket.io.on('ping', () => say('ping'));
setTimeout(() => process.exit(1), 8000);
