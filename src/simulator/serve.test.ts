import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { isSimulatorFrame, type Clock } from '../core/index.ts';
import { serveExchange, type ExchangeOptions, type ServedExchange } from './index.ts';

const realClock: Clock = {
  now: () => Math.round((performance.timeOrigin + performance.now()) * 1_000),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

const served: ServedExchange[] = [];
const sockets: WebSocket[] = [];

async function serve(options: Pick<ExchangeOptions, 'venue'> & Partial<ExchangeOptions>) {
  const exchange = await serveExchange({ exchangeOptions: { seed: 1, levels: 100, clock: realClock, ...options } });
  served.push(exchange);
  return exchange;
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await Promise.all(served.splice(0).map((one) => one.close()));
});

/** Connects and waits until a frame satisfies `enough`; resolves to all frames so far. */
function until(url: string, hello: readonly string[], enough: (text: string) => boolean): Promise<string[]> {
  const frames: string[] = [];
  const socket = new WebSocket(url);
  sockets.push(socket);
  return new Promise((resolve, reject) => {
    socket.on('open', () => hello.forEach((text) => socket.send(text)));
    socket.on('message', (data) => {
      const text = (data as Buffer).toString();
      frames.push(text);
      if (enough(text)) resolve(frames);
    });
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
  });
}

test('binance: streams and REST on one port', async () => {
  const { wsUrl, restUrl, port } = await serve({ venue: 'binance-spot' });
  expect([wsUrl, restUrl]).toEqual([`ws://127.0.0.1:${port}`, `http://127.0.0.1:${port}`]);
  const frames = await until(`${wsUrl}/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker`, [], (text) =>
    text.includes('depthUpdate'),
  );
  expect(JSON.parse(frames.find((text) => text.includes('depthUpdate')) as string)).toMatchObject({
    stream: 'btcusdt@depth@100ms',
    data: { s: 'BTCUSDT' },
  });
  const answer = await fetch(`${restUrl}/api/v3/depth?symbol=BTCUSDT&limit=20`);
  expect(answer.headers.get('x-mbx-used-weight-1m')).toBe('5');
  expect((await answer.json()) as object).toMatchObject({ lastUpdateId: expect.any(Number) as number });
  expect((await fetch(`${restUrl}/api/v3/depth?symbol=NOPE`)).status).toBe(400);
  expect((await fetch(`${restUrl}/api/v3/ping`, { method: 'POST' })).status).toBe(405);
});

test('kraken: subscribe over a real socket', async () => {
  const { wsUrl, restUrl } = await serve({ venue: 'kraken-spot' });
  const hello = ['{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USD"],"depth":10},"req_id":3}'];
  const frames = await until(wsUrl, hello, (text) => text.startsWith('{"channel":"book","type":"update"'));
  // The status is sent by a separate timer, so on a busy machine the answer may arrive first.
  const isStatus = (text: string) => text.includes('"channel":"status"');
  expect(frames.filter(isStatus)).toHaveLength(1);
  expect(isSimulatorFrame(frames[0] ?? '')).toBe(true);
  const [answer, book] = frames.slice(1).filter((text) => !isStatus(text));
  expect(answer).toContain('"req_id":3');
  expect(book).toContain('"type":"snapshot"');
  expect(((await (await fetch(`${restUrl}/0/public/AssetPairs?pair=XBTUSD`)).json()) as { error: string[] }).error).toEqual([]);
});

test('pings are answered, but not by a half-open connection', async () => {
  const { wsUrl } = await serve({ venue: 'binance-spot', faults: 'half_open@400ms' });
  const socket = new WebSocket(`${wsUrl}/stream?streams=btcusdt@depth@100ms`);
  sockets.push(socket);
  let pongs = 0;
  socket.on('pong', () => pongs++);
  await new Promise((resolve) => socket.once('open', resolve));
  socket.ping();
  await new Promise((resolve) => socket.once('pong', resolve));
  await new Promise((resolve) => setTimeout(resolve, 800));
  socket.ping();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(pongs).toBe(1);
  expect(socket.readyState).toBe(socket.OPEN);
});

test('a refused upgrade says its status, and a lost answer breaks the connection', async () => {
  const { wsUrl, restUrl } = await serve({ venue: 'binance-spot', faults: 'refuse_connect:1x0ms,drop:1' });
  const socket = new WebSocket(`${wsUrl}/stream?streams=btcusdt@trade`);
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode);
    });
    socket.on('error', () => resolve('error'));
  });
  expect(status).toBe(503);
  await expect(fetch(`${restUrl}/api/v3/ping`)).rejects.toThrow('fetch failed');
});

test('a taken port, a host of the world and bad options are coded errors', async () => {
  const { port } = await serve({ venue: 'binance-spot' });
  const options = { venue: 'binance-spot', seed: 1, clock: realClock } as const;
  await expect(serveExchange({ exchangeOptions: options, port })).rejects.toMatchObject({ code: 'TF_SIMULATOR_PORT_TAKEN' });
  await expect(serveExchange({ exchangeOptions: options, port: 70_000 })).rejects.toMatchObject({
    code: 'TF_SIMULATOR_PORT_TAKEN',
  });
  await expect(serveExchange({ exchangeOptions: options, host: '0.0.0.0' })).rejects.toMatchObject({
    code: 'TF_SIMULATOR_BAD_OPTION',
  });
  for (const bad of [
    { symbols: [] },
    { symbols: ['btc'] },
    { levels: 1 },
    { seed: Number.NaN },
    { intensity: 0 },
    { faults: 'oops' },
  ]) {
    await expect(serveExchange({ exchangeOptions: { ...options, ...bad } })).rejects.toThrow(/can't/);
  }
});
