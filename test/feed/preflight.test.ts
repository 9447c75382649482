// A venue that gives the address of each socket by POST: in memory and over real sockets, and replayed from its inputs.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { ok, silentLog, streamsOf, type Clock, type Transport, type Venue } from '../../src/core/index.ts';
import {
  driveFeed,
  reduce,
  startFeed,
  toCheckpoint,
  type Effect,
  type FeedState,
  type Input,
} from '../../src/runtime/feed/index.ts';
import { delta } from '../../src/runtime/feed/testing/player.ts';
import { postingVenue } from '../../src/runtime/feed/testing/posting-venue.ts';
import { instrument, wire } from '../../src/runtime/feed/testing/venue.ts';
import { netTransport, systemClock } from '../../src/runtime/transport/index.ts';
import { createExchange, createVirtualClock } from '../../src/simulator/index.ts';
import { venueById } from '../../src/venues/index.ts';

const withPreflight = (venue: Venue, addressOf: (planned: string, body: string) => string): Venue => ({
  ...venue,
  questions: {
    ...venue.questions,
    preflight: {
      id: 'preflight',
      bucket: Object.keys(venue.card.restLimits)[0] ?? '',
      weight: 1,
      request: () => ({ path: '/bullet', body: '' }),
      decode: ({ url }, body) => ok({ url: addressOf(url, body) }),
    },
  },
});

/** Drives a feed and keeps its inputs and effects. */
function drive(venue: Venue, { transport, clock, ws, rest, symbols }: Way) {
  const inputs: Input[] = [];
  const effects: Effect[][] = [];
  let feed: FeedState | null = null;
  const driver = driveFeed({
    venue,
    transport,
    clock,
    log: silentLog,
    settings: {
      symbols,
      streams: streamsOf(venue.card, null),
      wsHosts: [ws],
      restHosts: [rest],
      seed: 1,
      backfillMinutes: 0,
      auditSeconds: 0,
      recorded: false,
      source: 'simulated',
    },
    apply(input) {
      inputs.push(input);
      if (input.kind === 'start') {
        const started = startFeed(venue, input);
        feed = started.feed;
        effects.push(started.effects);
      } else effects.push(feed === null ? [] : reduce(venue, feed, input));
      return effects.at(-1) ?? [];
    },
  });
  const state = (): FeedState => {
    if (feed === null) throw new Error('the feed has not started');
    return feed;
  };
  return { driver, inputs, effects, state };
}
interface Way {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly ws: string;
  readonly rest: string;
  readonly symbols: readonly string[];
}

/** Replays inputs as text and expects the same effects and state, to the byte. */
function expectSameReplay(venue: Venue, { inputs, effects, state }: ReturnType<typeof drive>): void {
  const [start, ...others] = JSON.parse(JSON.stringify(inputs)) as Input[];
  if (start?.kind !== 'start') throw new Error('no start');
  const again = startFeed(venue, start);
  const replayed = [again.effects, ...others.map((input) => reduce(venue, again.feed, input))];
  expect(JSON.stringify(replayed) === JSON.stringify(effects)).toBe(true);
  expect(toCheckpoint(again.feed) === toCheckpoint(state())).toBe(true);
}

test('in memory: each socket has its own token, also after its connection was cut', () => {
  const spot = venueById('binance-spot');
  if (spot === undefined) throw new Error('no venue');
  // The exchange streams what its address names, so the token is added to the planned address.
  const venue = withPreflight(spot, (planned, body) => `${planned}&token=${body}`);
  const clock = createVirtualClock(1_760_000_000_000_000);
  const exchange = createExchange({ venue: 'binance-spot', seed: 5, clock, levels: 50, intensity: 0.3 });
  const real = exchange.transport();
  const unused = new Set<string>();
  let given = 0;
  const opened: string[] = [];
  const transport: Transport = {
    request({ url, body }, done) {
      if (body === null) return real.request({ url, body }, done);
      const token = `t${++given}`;
      unused.add(token);
      clock.after(30, () => done({ ok: true, status: 200, headers: {}, body: token }));
    },
    connect(url, headers, on) {
      const [address = '', token = ''] = url.split('&token=');
      expect(unused.delete(token)).toBe(true);
      opened.push(token);
      const socket = real.connect(address, headers, on);
      clock.after(20_000, () => {
        socket.terminate();
        on.close(1006, 'cut', null);
      });
      return socket;
    },
  };
  const run = drive(venue, {
    transport,
    clock,
    ws: 'wss://exchange',
    rest: 'https://exchange',
    symbols: ['BTCUSDT', 'ETHUSDT'],
  });
  clock.advanceBy(50_000);
  run.driver.stop();
  exchange.stop();
  expect(opened).toEqual(['t1', 't2', 't3']);
  expect([...run.state().symbols.values()].map(({ book, streams }) => [book.phase, streams.trade?.state])).toEqual([
    ['synced', 'synced'],
    ['synced', 'synced'],
  ]);
  expectSameReplay(venue, run);
});

test('over real sockets: POST, the address, and a socket that only its token opens', async () => {
  const venue = withPreflight(postingVenue, (_planned, body) => body);
  const posted: string[] = [];
  let tokens = 0;
  const http = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      posted.push(`${request.method} ${request.url} ${body}`);
      if (request.url === '/bullet') response.end(`ws://127.0.0.1:${port}/feed?token=${++tokens}`);
      else if (body.includes('"instruments"')) response.end(wire({ kind: 'instruments', instruments: [instrument('AAA')] }));
      else response.writeHead(503).end();
    });
  });
  const sockets = new WebSocketServer({
    server: http,
    verifyClient: ({ req }: { readonly req: IncomingMessage }) => req.url === `/feed?token=${tokens}`,
  });
  sockets.on('connection', (socket) => {
    socket.send(wire([delta('AAA', 100, 100)]));
    // The first connection is cut.
    if (tokens === 1) setTimeout(() => socket.terminate(), 50);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const second = new Promise<void>((resolve) => sockets.on('connection', () => tokens === 2 && resolve()));
  const host = `http://127.0.0.1:${port}`;
  const run = drive(venue, { transport: netTransport, clock: systemClock, ws: 'ws://127.0.0.1:1', rest: host, symbols: ['AAA'] });
  try {
    await second;
    while (run.inputs.filter(({ kind }) => kind === 'frame').length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  } finally {
    run.driver.stop();
    sockets.clients.forEach((one) => one.terminate());
    http.close();
    http.closeAllConnections();
  }
  expect(posted[0]).toBe('POST /info {"type":"instruments","symbols":["AAA"]}');
  expect(posted.filter((line) => line.includes('bullet'))).toEqual(['POST /bullet ', 'POST /bullet ']);
  expect(run.inputs.filter(({ kind }) => kind === 'open')).toMatchObject([{ conn: 1 }, { conn: 2 }]);
  expectSameReplay(venue, run);
});
