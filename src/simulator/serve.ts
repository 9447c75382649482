import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { SIMULATOR_HEADER } from '../core/index.ts';
import { badSimulation, portTaken } from './errors.ts';
import { buildExchange, type Exchange, type ExchangeOptions } from './exchange.ts';
import type { Gate } from './gate.ts';

export interface ServeOptions {
  /** Use the real clock. */
  readonly exchangeOptions: ExchangeOptions;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** A loopback address; default 127.0.0.1. */
  readonly host?: string;
}

export interface ServedExchange {
  readonly exchange: Exchange;
  readonly port: number;
  /** Base URLs, in the form that the environment variables of a venue's hosts accept. */
  readonly wsUrl: string;
  readonly restUrl: string;
  close(): Promise<void>;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const WS_PATH = { 'binance-spot': '', 'kraken-spot': '/v2', 'binance-usdm': '' } as const;
/** A client with more unsent bytes than this is disconnected. */
const MOST_BUFFERED = 64 * 1024 * 1024;
const MOST_RECEIVED = 64 * 1024;

/** Serves an exchange over WebSocket and HTTP on one loopback port. */
export async function serveExchange({ exchangeOptions, port = 0, host = '127.0.0.1' }: ServeOptions): Promise<ServedExchange> {
  if (!LOOPBACK.has(host)) throw badSimulation({ problem: `${host} is not a loopback address` });
  const { exchange, gate } = buildExchange({ ...exchangeOptions, latencyMs: 'none' });
  const sockets = new WebSocketServer({ noServer: true, autoPong: false, perMessageDeflate: false, maxPayload: MOST_RECEIVED });
  sockets.on('headers', (headers) => headers.push(`${SIMULATOR_HEADER}: yes`));
  const server = createServer((request, response) => answerHttp(gate, request, response));
  server.on('upgrade', (request, socket, head) => upgrade(gate, sockets, request, socket, head));
  try {
    await listen(server, port, host);
  } catch (error) {
    exchange.stop();
    throw portTaken({ port, host }, error);
  }
  const { port: bound } = server.address() as AddressInfo;
  const authority = `${host === '::1' ? '[::1]' : host}:${bound}`;
  return {
    exchange,
    port: bound,
    wsUrl: `ws://${authority}${WS_PATH[exchangeOptions.venue]}`,
    restUrl: `http://${authority}`,
    close() {
      exchange.stop();
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    try {
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    } catch (error) {
      reject(error);
    }
  });

/** The request's path and query; null if they are invalid. */
const pathOf = (request: IncomingMessage): string | null => {
  const url = request.url ?? '/';
  return url.startsWith('/') && URL.canParse(url, 'http://exchange') ? url : null;
};

function answerHttp(gate: Gate, request: IncomingMessage, response: ServerResponse): void {
  const path = pathOf(request);
  if (request.method !== 'GET' || path === null) {
    response.writeHead(path === null ? 400 : 405).end();
    return;
  }
  gate.request(path, (answer) => {
    if (answer.ok) response.writeHead(answer.status, answer.headers).end(answer.body);
    else request.socket.destroy();
  });
}

function upgrade(gate: Gate, sockets: WebSocketServer, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const path = pathOf(request);
  const accepted = path === null ? { refused: 400 } : gate.accept(path);
  if ('refused' in accepted) {
    socket.end(`HTTP/1.1 ${accepted.refused} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    return;
  }
  sockets.handleUpgrade(request, socket, head, (client) => attach(client, accepted.open));
}

function attach(client: WebSocket, open: Extract<ReturnType<Gate['accept']>, { open: unknown }>['open']): void {
  let lastPing: Buffer = Buffer.alloc(0);
  const link = open({
    deliver(text) {
      if (client.bufferedAmount > MOST_BUFFERED) client.terminate();
      else if (client.readyState === client.OPEN) client.send(text);
    },
    pong() {
      if (client.readyState === client.OPEN) client.pong(lastPing);
    },
    close(code, reason) {
      if (code === 1006) client.terminate();
      else client.close(code, reason);
    },
  });
  client.on('message', (data) => link.receive(textOf(data)));
  client.on('ping', (data) => {
    lastPing = data;
    link.ping();
  });
  client.on('close', () => link.gone());
  // After an error the socket is closed, and 'close' follows.
  client.on('error', () => client.terminate());
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString();
}
