import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { ServedExchange } from '../../../src/simulator/index.ts';

/** Relays between the program and an exchange, and drops the frames chosen by a test. */
export interface Relay {
  readonly wsUrl: string;
  readonly restUrl: string;
  /** Matching frames are dropped from now on. */
  mute(frames: RegExp): void;
  close(): Promise<void>;
}

export async function relayTo({ wsUrl, restUrl }: ServedExchange): Promise<Relay> {
  let muted: RegExp | null = null;
  const server: Server = createServer((request, response) => {
    fetch(restUrl + (request.url ?? '')).then(
      async (answer) => response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text()),
      () => response.writeHead(502).end(),
    );
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (client, request) => {
    const venue = new WebSocket(new URL(request.url ?? '/', wsUrl));
    const waiting: string[] = [];
    client.on('message', (data: Buffer) => {
      if (venue.readyState === WebSocket.OPEN) venue.send(data.toString());
      else waiting.push(data.toString());
    });
    venue.on('open', () => waiting.splice(0).forEach((text) => venue.send(text)));
    venue.on('message', (data: Buffer) => {
      const text = data.toString();
      if (muted === null || !muted.test(text)) client.send(text);
    });
    for (const [one, other] of [
      [client, venue],
      [venue, client],
    ] as const) {
      one.on('close', () => other.terminate());
      // The close event that follows reports it.
      one.on('error', () => {});
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    wsUrl: `ws://${authority}`,
    restUrl: `http://${authority}`,
    mute: (frames) => {
      muted = frames;
    },
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
