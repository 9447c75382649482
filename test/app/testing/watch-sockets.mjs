// Loaded before the program: writes each host that a socket is opened to, and opens none beyond this machine.
import { appendFileSync } from 'node:fs';
import dgram from 'node:dgram';
import net from 'node:net';

const file = process.env.WATCHED_HOSTS;
const isHere = (host) => /^(localhost|127\.|::1$|::ffff:127\.)/.test(host);

function watched(args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) return first.path === undefined ? (first.host ?? 'localhost') : null;
  return typeof first === 'string' && Number.isNaN(Number(first)) ? null : typeof args[1] === 'string' ? args[1] : 'localhost';
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const host = watched(args);
  if (host !== null) appendFileSync(file, `${host}\n`);
  if (host === null || isHere(host)) return connect.apply(this, args);
  // As a firewall would: at once, before a name is looked up.
  process.nextTick(() => this.destroy(Object.assign(new Error(`shut: ${host}`), { code: 'ECONNREFUSED' })));
  return this;
};
dgram.Socket.prototype.send = function () {
  appendFileSync(file, 'udp\n');
  throw new Error('shut');
};
