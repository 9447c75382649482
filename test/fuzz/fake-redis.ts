import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Random } from '../../src/core/index.ts';
import { oneOf, upTo } from './mutations.ts';

const bulk = (text: string): string => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
const TEXTS = ['', '{}', 'null', '[]', '{"at":1}', '{"venue":null,"symbol":{},"at":9e15}', '\u0000\u001b[2J', '['.repeat(50_000), '1 x', 'simulated', '{"version":1}']; // prettier-ignore

/** A RESP value of any type, nested a little. */
function value(random: Random, depth: number): string {
  switch (upTo(random, depth > 3 ? 6 : 8)) {
    case 0:
      return `:${oneOf(random, ['0', '1', '-1', '9223372036854775807', '99999999999999999999'])}\r\n`;
    case 1:
      return '$-1\r\n';
    case 2:
      return `-${oneOf(random, ['ERR no', 'MOVED 1 127.0.0.1:1', 'NOAUTH x', 'LOADING', 'BUSY \u001b[2J', 'NOSCRIPT none'])}\r\n`;
    case 3:
      return `+${oneOf(random, ['OK', 'PONG', '', 'QUEUED'])}\r\n`;
    case 4:
    case 5:
      return bulk(oneOf(random, TEXTS));
    case 6:
      return '*-1\r\n';
    default: {
      const length = upTo(random, 5);
      return `*${length}\r\n${Array.from({ length }, () => value(random, depth + 1)).join('')}`;
    }
  }
}

const GARBAGE = ['\u0000\u0001\u0002\r\n', '*3\r\n', '$100000000\r\nabc', 'HTTP/1.1 400 Bad Request\r\n\r\n', '*1000000000\r\n', '$-5\r\n', ':x\r\n', '%2\r\n+a\r\n:1\r\n', '!9\r\nabc\r\n']; // prettier-ignore

/** Response of a hostile server to one command. */
export type Manner = 'answers' | 'garbage' | 'stall' | 'close' | 'flood';

export interface FakeRedis {
  readonly url: string;
  /** Bytes that a flood had sent when it was cut off. */
  readonly flooded: () => number;
  close(): void;
}

const FLOOD_BYTES = 400_000_000;

/** A hostile server on loopback that speaks RESP. It answers the handshake like Redis, so that the client connects. */
export async function fakeRedis(random: Random, manner: () => Manner): Promise<FakeRedis> {
  const sockets = new Set<Socket>();
  let flooded = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    const take = (command: string): void => {
      if (command.includes('\r\ninfo\r\n')) return void socket.write(bulk('redis_version:7.0.0\r\nloading:0\r\n'));
      if (/\r\n(client|select|hello|auth)\r\n/.test(command)) return void socket.write('+OK\r\n');
      switch (manner()) {
        case 'answers':
          return void socket.write(value(random, 0));
        case 'garbage':
          return void socket.write(oneOf(random, GARBAGE));
        case 'close':
          return void socket.destroy();
        case 'flood':
          socket.write(`$${FLOOD_BYTES}\r\n`);
          return pour(socket, (sent) => (flooded = sent));
        default:
          return;
      }
    };
    // Small commands arrive complete, several in one chunk; each gets its answer in order.
    socket.on('data', (bytes) => {
      for (const command of bytes
        .toString('latin1')
        .toLowerCase()
        .split(/(?=\*\d+\r\n\$)/))
        take(command);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}/0`,
    flooded: () => flooded,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function pour(socket: Socket, reportSent: (sent: number) => void): void {
  const piece = Buffer.alloc(1 << 20, 'x');
  let sent = 0;
  const more = (): void => {
    while (sent < FLOOD_BYTES && !socket.destroyed) {
      sent += piece.length;
      reportSent(sent);
      if (!socket.write(piece)) return;
    }
  };
  socket.on('drain', more);
  more();
}
