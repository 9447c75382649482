import { once } from 'node:events';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import type { HttpAnswer } from '../../core/index.ts';
import { createNetTransport } from './net-transport.ts';

const KB = 1_024;
const LIMITS = { requestMs: 1_500, handshakeMs: 500, bodyBytes: 64 * KB, frameBytes: 64 * KB };
const transport = createNetTransport(LIMITS);

const undo: (() => void)[] = [];
afterEach(() => undo.splice(0).forEach((step) => step()));

async function listening(server: Server | NetServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(() => server.close());
  if ('closeAllConnections' in server) undo.push(() => server.closeAllConnections());
  return (server.address() as AddressInfo).port;
}

const get = async (answer: RequestListener): Promise<HttpAnswer> => {
  const port = await listening(createHttp(answer));
  return new Promise((resolve) => transport.request({ url: `http://127.0.0.1:${port}/`, body: null }, resolve));
};

/** A server that sends arbitrary bytes. */
const raw = async (speak: (socket: Socket) => void): Promise<number> =>
  listening(
    createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => speak(socket));
      undo.push(() => socket.destroy());
    }),
  );

const dripping = (socket: Socket, text: string, everyMs: number) => {
  const timer = setInterval(() => socket.write(text), everyMs);
  undo.push(() => clearInterval(timer));
};

describe('an answer of REST', () => {
  test('comes with status, headers and body', async () => {
    const answer = await get((_request, response) => response.writeHead(418, { 'retry-after': '7' }).end('{"a":"ü"}'));
    expect(answer).toMatchObject({ ok: true, status: 418, headers: { 'retry-after': '7' }, body: '{"a":"ü"}' });
  });

  test.each([
    ['{"type":"book","coin":"€"}', { method: 'POST', length: '28', type: 'application/json' }],
    ['', { method: 'POST', length: '0', type: undefined }],
    [null, { method: 'GET', length: undefined, type: undefined }],
  ])('to %j: how it was sent', async (body, sent) => {
    const port = await listening(
      createHttp((request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
          const { 'content-length': length, 'content-type': type } = request.headers;
          response.end(JSON.stringify([Buffer.concat(parts).toString(), request.method, length ?? '', type ?? '']));
        });
      }),
    );
    const answer = await new Promise<HttpAnswer>((resolve) =>
      transport.request({ url: `http://127.0.0.1:${port}/info`, body }, resolve),
    );
    const { method, length = '', type = '' } = sent;
    expect(answer.ok && JSON.parse(answer.body)).toEqual([body ?? '', method, length, type]);
  });

  test('of no declared length is cut at the limit', async () => {
    let sent = 0;
    const answer = await get((_request, response) => {
      const more = () => {
        while (!response.destroyed && sent < 1e9 && response.write('x'.repeat(16 * KB))) sent += 16 * KB;
      };
      response.on('drain', more);
      more();
    });
    expect(answer).toEqual({ ok: false, reason: 'a body of over 65536 bytes' });
    // The size of the socket buffers on both sides; the rest of the gigabyte was never read.
    expect(sent).toBeLessThan(64e6);
  });

  test('that unpacks to more than the limit is cut: the decoded bytes count', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(LIMITS.bodyBytes);
    const answer = await get((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect(answer).toEqual({ ok: false, reason: 'a body of over 65536 bytes' });
  });

  test('of exactly the limit is taken', async () => {
    const answer = await get((_request, response) => response.end('x'.repeat(LIMITS.bodyBytes)));
    expect(answer.ok && answer.body.length).toBe(LIMITS.bodyBytes);
  });

  test('whose body drips for ever ends at the deadline', async () => {
    const answer = await get((_request, response) => {
      const timer = setInterval(() => response.write(' '), 50);
      undo.push(() => clearInterval(timer));
    });
    expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('timeout') });
  });

  test('whose headers drip for ever ends at the deadline', async () => {
    const port = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
      dripping(socket, 'a', 50);
    });
    const answer = await new Promise<HttpAnswer>((resolve) =>
      transport.request({ url: `http://127.0.0.1:${port}/`, body: null }, resolve),
    );
    expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('timeout') });
  });

  test('that redirects is a failure: no other host is asked', async () => {
    let asked = 0;
    const elsewhere = await listening(createHttp((_request, response) => response.end(String(asked++))));
    const answer = await get((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${elsewhere}/` }).end(),
    );
    expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('redirect') });
    expect(asked).toBe(0);
  });

  test('that is no HTTP is a failure', async () => {
    const port = await raw((socket) => socket.end('\u0000\u0001 garbage\r\n\r\n'));
    const answer = await new Promise<HttpAnswer>((resolve) =>
      transport.request({ url: `http://127.0.0.1:${port}/`, body: null }, resolve),
    );
    expect(answer.ok).toBe(false);
  });
});

interface Closed {
  readonly code: number;
  readonly reason: string;
  readonly status: number | null;
  readonly messages: readonly string[];
}

const connected = (port: number): Promise<Closed> =>
  new Promise((resolve) => {
    const messages: string[] = [];
    const socket = transport.connect(
      `ws://127.0.0.1:${port}/`,
      {},
      {
        open() {},
        message: (text) => messages.push(text),
        pong() {},
        close: (code, reason, status) => resolve({ code, reason, status, messages }),
      },
    );
    undo.push(() => socket.terminate());
  });

async function webSockets(greet: (socket: WebSocket) => void): Promise<number> {
  const http = createHttp();
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket) => {
    socket.on('error', () => {});
    greet(socket);
  });
  undo.push(() => sockets.clients.forEach((one) => one.terminate()));
  return listening(http);
}

describe('a WebSocket', () => {
  test('takes a frame of the limit, and closes with 1009 on the first above it', async () => {
    const port = await webSockets((socket) => {
      socket.send('x'.repeat(LIMITS.frameBytes));
      socket.send('x'.repeat(LIMITS.frameBytes + 1));
      socket.send('never');
    });
    const { messages, ...closed } = await connected(port);
    expect(closed).toEqual({ code: 1009, reason: 'a frame of over 65536 bytes', status: null });
    expect(messages.map(({ length }) => length)).toEqual([LIMITS.frameBytes]);
  });

  test('refuses a message that grows past the limit piece by piece', async () => {
    const port = await webSockets((socket) => {
      for (let piece = 0; piece < 100; piece++) socket.send('x'.repeat(KB), { fin: false });
    });
    expect(await connected(port)).toMatchObject({ code: 1009, messages: [] });
  });

  test('whose handshake drips for ever ends at the deadline', async () => {
    const port = await raw((socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nx-slow: ');
      dripping(socket, 'a', 50);
    });
    expect(await connected(port)).toMatchObject({ code: 1006, reason: 'no handshake within 500 ms' });
  });

  test('is not redirected', async () => {
    const port = await raw((socket) =>
      socket.end('HTTP/1.1 302 Found\r\nlocation: ws://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n'),
    );
    expect(await connected(port)).toMatchObject({ code: 1006, status: 302 });
  });

  test('that is paused brings nothing until it is resumed, and then everything in order', async () => {
    const frames = Array.from({ length: 50 }, (_, n) => `${n}${'x'.repeat(KB)}`);
    const port = await webSockets((socket) => frames.forEach((frame) => socket.send(frame)));
    const seen: string[] = [];
    const all = Promise.withResolvers<void>();
    const on = {
      open: () => socket.pause?.(),
      message(text: string) {
        seen.push(text);
        if (seen.length === frames.length) all.resolve();
      },
      pong() {},
      close() {},
    };
    const socket = transport.connect(`ws://127.0.0.1:${port}/`, {}, on);
    undo.push(() => socket.terminate());
    await new Promise((resolve) => setTimeout(resolve, 100));
    const early = seen.length;
    socket.resume?.();
    await all.promise;
    // The first packet may have come with the handshake.
    expect(early).toBeLessThan(frames.length);
    expect(seen).toEqual(frames);
  });

  test('that speaks garbage closes with a reason', async () => {
    const port = await webSockets((socket) => {
      (socket as unknown as { _socket: Socket })._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]));
    });
    const { code, reason } = await connected(port);
    expect(code).toBe(1006);
    expect(reason).not.toBe('');
  });
});
