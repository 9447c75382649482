import { connect } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { handMadeMarket, report } from '../../operations/testing/market.ts';
import { handMadeServices } from '../../operations/testing/services.ts';
import { testFace } from '../testing/face.ts';
import type { HttpFaceOptions } from './face.ts';

const faces: ReturnType<typeof testFace>[] = [];
afterEach(() => Promise.all(faces.splice(0).map((face) => face.close())));

async function serve(options: Partial<HttpFaceOptions> = {}) {
  const face = testFace(options);
  faces.push(face);
  return { face, url: await face.listen({ host: '127.0.0.1', port: 0 }) };
}

interface Event {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

async function* events(response: Response): AsyncGenerator<Event> {
  let text = '';
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { done: true };
    if (done) return;
    text += value;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/s.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (event !== undefined && data !== undefined) yield { event, data: JSON.parse(data) as Event['data'] };
    }
  }
}

async function take(response: Response, enough: (got: readonly Event[]) => boolean): Promise<Event[]> {
  const got: Event[] = [];
  for await (const event of events(response)) {
    got.push(event);
    if (enough(got)) break;
  }
  return got;
}

test('several topics come on one connection, each event with its own schema', async () => {
  const { url } = await serve();
  const response = await fetch(`${url}/api/v1/stream/report,trades,heatmap,feed_state?symbol=BTCUSDT&rate=10&backlog=3`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const names = () => ['feed_state', 'heatmap', 'report', 'trades'];
  const got = await take(response, (all) => new Set(all.map(({ event }) => event)).size === names().length);
  expect([...new Set(got.map(({ event }) => event))].sort()).toEqual(names());
  expect(got.find(({ event }) => event === 'trades')?.data['trades']).toHaveLength(3);
  expect(got.find(({ event }) => event === 'report')?.data).toMatchObject({ symbol: 'BTCUSDT', spread_bps: expect.any(Number) });
});

test.each([
  ['/api/v1/stream/report', 400, 'invalid_input'],
  ['/api/v1/stream/report?symbol=BTCUSDT&rate=fast', 400, 'invalid_input'],
  ['/api/v1/stream/report?symbol=BTCUSDT&symbol=ETHUSDT', 400, 'invalid_input'],
  ['/api/v1/stream/report?symbol=BTCUSDT&colour=red', 400, 'invalid_input'],
  ['/api/v1/stream/report?symbol=NOPE', 404, 'symbol_not_indexed'],
  ['/api/v1/stream/nothing?symbol=BTCUSDT', 404, 'unknown_topic'],
  ['/api/v1/stream/report,nothing?symbol=BTCUSDT', 404, 'unknown_topic'],
])('%s is refused before the stream starts', async (path, status, error) => {
  const { face } = await serve();
  const response = await face.inject(path);
  expect([response.statusCode, response.json<{ error: string }>().error]).toEqual([status, error]);
});

test('a foreign page cannot listen', async () => {
  const { face } = await serve();
  const headers = { origin: 'https://evil.example', host: '127.0.0.1' };
  expect((await face.inject({ url: '/api/v1/stream/report?symbol=BTCUSDT', headers })).statusCode).toBe(403);
});

test('a topic that is refused later reports it and ends; the others continue', async () => {
  let calls = 0;
  const market = { ...handMadeMarket(), getTrades: handMadeMarket().getTrades };
  const getReport = async () => {
    if (calls++ > 0) throw (await import('../../core/index.ts')).symbolNotIndexed({ symbol: 'BTCUSDT', venue: 'x', known: [] });
    return report();
  };
  const { url } = await serve({ services: async () => handMadeServices({ ...market, getReport }) });
  const response = await fetch(`${url}/api/v1/stream/report,feed_state?symbol=BTCUSDT&rate=10`);
  const got = await take(
    response,
    (all) => all.findIndex(({ event }) => event === 'refused') >= 0 && all.at(-1)?.event === 'feed_state',
  );
  expect(got.find(({ event }) => event === 'refused')?.data).toMatchObject({ topic: 'report', error: 'symbol_not_indexed' });
});

describe('shutting down', () => {
  test('the server ends each stream cleanly, without waiting for readers', async () => {
    const { face, url } = await serve();
    const response = await fetch(`${url}/api/v1/stream/report?symbol=BTCUSDT`);
    const read = take(response, () => false);
    await sleep(50);
    await face.close();
    expect((await read).length).toBeGreaterThan(0);
  });
});

test('a reader that does not read buffers no more than its socket', async () => {
  let made = 0;
  const getReport = async () => {
    made++;
    return { ...report(), last_price: made, caveats: Array.from({ length: 400 }, () => 'x'.repeat(1_000)) };
  };
  const pauses = {
    now: () => 0,
    after: (_ms: number, run: () => void) => {
      const timer = setTimeout(run, 1);
      return () => clearTimeout(timer);
    },
  };
  const { url } = await serve({ services: async () => handMadeServices({ ...handMadeMarket(), getReport }), clock: pauses });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.pause();
  socket.write('GET /api/v1/stream/report?symbol=BTCUSDT&rate=10 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  // Time runs a hundred times faster, so without back-pressure hundreds of messages of 400 kB would be built.
  let before = -1;
  while (before !== made) {
    before = made;
    await sleep(300);
  }
  expect(made).toBeLessThan(60);
  socket.destroy();
});

test('no more than 64 streams are served at once, and one that ends makes room', async () => {
  const { url } = await serve();
  const controllers = Array.from({ length: 64 }, () => new AbortController());
  const open = (signal?: AbortSignal) => fetch(`${url}/api/v1/stream/feed_state`, signal ? { signal } : {});
  await Promise.all(controllers.map(({ signal }) => open(signal)));
  const refused = await open();
  expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([503, 'too_many_streams']);
  controllers.forEach((one) => one.abort());
  let status = 503;
  for (let i = 0; i < 100 && status !== 200; i++) {
    await sleep(20);
    const again = await open();
    status = again.status;
    await again.body?.cancel();
  }
  expect(status).toBe(200);
});
