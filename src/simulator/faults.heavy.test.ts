import { expect, test } from 'vitest';
import fc from 'fast-check';
import { seededRandom } from '../core/index.ts';
import { corruptDigit } from './corrupt-digit.ts';
import { FAULT_KINDS, FAULT_VALUES, type FaultKind } from './fault-spec.ts';
import { BINANCE_ALL, KRAKEN, ask, krakenSubscribe, listen, setUp, type Heard, type Setup } from './test-client.ts';

const VENUES = ['binance-spot', 'kraken-spot'] as const;
/** Kinds that affect the whole exchange, whichever frame triggers them. At a high rate they would crowd out the market itself. */
const WORLD = new Set<FaultKind>(['burst', 'clock_step', 'sequence_reset', 'shutdown', 'new_decimals']);
const HELLO = [
  krakenSubscribe({ channel: 'book', symbol: ['BTC/USD', 'ETH/USD'], depth: 10 }),
  krakenSubscribe({ channel: 'trade', symbol: ['BTC/USD', 'ETH/USD'] }),
  krakenSubscribe({ channel: 'ticker', symbol: ['BTC/USD', 'ETH/USD'] }),
];

function watch(venue: Setup['venue'], faults: string, { seconds = 10, ...options }: Partial<Setup> & { seconds?: number } = {}) {
  const { clock, exchange } = setUp({ venue, faults, levels: 200, ...options });
  const heard = venue === 'binance-spot' ? listen(exchange, clock, BINANCE_ALL) : listen(exchange, clock, KRAKEN, HELLO);
  clock.advanceBy(seconds * 1_000);
  return { clock, exchange, heard, kinds: new Set(exchange.fired.map(({ kind }) => kind)) };
}

const snapshotPath = {
  'binance-spot': '/api/v3/depth?symbol=BTCUSDT&limit=50',
  'kraken-spot': '/0/public/Depth?pair=XBTUSD&count=50',
} as const;

/** Binance takes subscriptions in the URL and never refuses one. */
const happens = (venue: Setup['venue'], kind: FaultKind) => venue !== 'binance-spot' || kind !== 'refuse_subscription';

test.each(VENUES.flatMap((venue) => FAULT_KINDS.filter((kind) => happens(venue, kind)).map((kind) => [venue, kind] as const)))(
  '%s: %s fires by rate and by time, and is recorded',
  (venue, kind) => {
    const rate = WORLD.has(kind) ? 0.01 : 0.5;
    const lasts = FAULT_VALUES[kind].lasts === true;
    for (const spec of [`${kind}:${rate}`, lasts ? `${kind}@1sx60s` : `${kind}@2s`]) {
      const { clock, exchange } = setUp({ venue, faults: spec, levels: 50 });
      const connect = () =>
        venue === 'binance-spot' ? listen(exchange, clock, BINANCE_ALL) : listen(exchange, clock, KRAKEN, HELLO);
      for (let i = 0; i < 6; i++) {
        connect();
        clock.advanceBy(1_000);
        ask(exchange, clock, snapshotPath[venue]);
      }
      const fired = exchange.fired.filter((one) => one.kind === kind);
      expect(fired.length, spec).toBeGreaterThan(0);
      expect(exchange.fired).toHaveLength(fired.length);
      for (const one of fired) {
        expect(one.plausible).toBe(kind === 'corrupt' || kind === 'wrong_snapshot');
        expect(one.at).toBeLessThanOrEqual(clock.now());
        expect(one.detail).not.toBe('');
      }
      if (spec.includes('@') && !lasts) expect(fired).toHaveLength(1);
      exchange.stop();
    }
  },
);

const depths = (heard: Heard) =>
  heard.frames
    .filter((text) => text.includes('btcusdt@depth'))
    .map((text) => (JSON.parse(text) as { data: { U: number; u: number } }).data);
const breaks = (list: readonly { U: number; u: number }[]) =>
  list.filter(({ U }, i) => i > 0 && U !== (list[i - 1]?.u as number) + 1).length;

test('without faults the sequence has no break; drop, duplicate, reorder and a reset break it', () => {
  expect(breaks(depths(watch('binance-spot', '').heard))).toBe(0);
  for (const spec of ['drop:0.05', 'duplicate:0.05', 'reorder:0.05', 'sequence_reset@5s']) {
    expect(breaks(depths(watch('binance-spot', spec).heard)), spec).toBeGreaterThan(0);
  }
});

test('a frame dropped is the only one missing', () => {
  const whole = watch('binance-spot', '').heard.frames;
  const { heard, exchange } = watch('binance-spot', 'drop@5s');
  expect(exchange.fired).toHaveLength(1);
  expect(heard.frames.length).toBe(whole.length - 1);
  expect(whole.filter((text) => heard.frames.includes(text))).toEqual(heard.frames);
});

test('reordering swaps two frames of one kind and loses nothing', () => {
  const whole = watch('binance-spot', '').heard.frames;
  const { heard } = watch('binance-spot', 'reorder@5s');
  expect(heard.frames.toSorted()).toEqual(whole.toSorted());
  expect(heard.frames).not.toEqual(whole);
});

test('a delayed frame holds up what follows on its connection, as TCP does', () => {
  const whole = watch('binance-spot', '').heard;
  const { heard, exchange } = watch('binance-spot', 'delay@5sx700ms');
  expect(heard.frames).toEqual(whole.frames.slice(0, heard.frames.length));
  const at = exchange.fired[0]?.at as number;
  expect(heard.at.filter((time) => time > at + 10_000 && time < at + 690_000)).toEqual([]);
});

test('truncated frames are cut short; corrupt ones stay well-formed and differ in one digit', () => {
  const whole = watch('binance-spot', '').heard.frames;
  const cut = watch('binance-spot', 'truncate@5s').heard.frames;
  const changed = cut.findIndex((text, i) => text !== whole[i]);
  expect(whole[changed]?.startsWith(cut[changed] as string)).toBe(true);
  for (const venue of VENUES) {
    const before = watch(venue, '').heard.frames;
    const { heard, exchange } = watch(venue, 'corrupt:0.2');
    expect(exchange.fired.length).toBeGreaterThan(20);
    expect(heard.frames.filter((text, i) => text !== before[i]).length).toBeGreaterThan(20);
    heard.frames.forEach((text, i) => {
      expect(() => JSON.parse(text) as unknown).not.toThrow();
      const differing = [...text].filter((char, at) => char !== before[i]?.[at]).length;
      expect(differing).toBeLessThanOrEqual(1);
    });
  }
});

test('one corrupted digit leaves a number of the same form', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 2 }), (seed, whole, decimals) => {
      const text = `{"p":"${whole}.12345678"}`;
      const spoilt = corruptDigit(text, /"(\d+\.\d{8})"/g, decimals, seededRandom(seed));
      expect(spoilt?.to).toHaveLength(spoilt?.from.length as number);
      expect(spoilt?.to.startsWith('0')).toBe(false);
      expect(spoilt?.to.slice(-8 + decimals)).toBe(spoilt?.from.slice(-8 + decimals));
      expect([...(spoilt?.text ?? '')].filter((char, i) => char !== text[i])).toHaveLength(1);
    }),
  );
  expect(corruptDigit('{}', /"(\d+\.\d{8})"/g, 2, seededRandom(1))).toBeNull();
});

test('half-open: nothing comes, no pong, no close, and a new connection works', () => {
  const { clock, exchange, heard } = watch('binance-spot', 'half_open@3s');
  const count = heard.frames.length;
  heard.ping();
  clock.advanceBy(60_000);
  expect([heard.frames.length, heard.pongs, heard.closes.length]).toEqual([count, 0, 0]);
  const again = listen(exchange, clock, BINANCE_ALL);
  clock.advanceBy(2_000);
  expect(again.frames.length).toBeGreaterThan(20);
});

test('a crossed frame has a bid at or over the ask, while the truth is not crossed', () => {
  for (const venue of VENUES) {
    const { exchange, heard } = watch(venue, 'crossed@5s');
    const plain = watch(venue, '').heard.frames;
    const crossed = heard.frames.find((text, i) => text !== plain[i]) as string;
    const bid = Number(/"b(?:ids)?":\[(?:\["|\{"price":)([\d.]+)/.exec(crossed)?.[1]);
    const { symbol } = exchange.fired[0] as { symbol: string };
    const truth = exchange.truth.now(symbol, 1);
    expect(bid).toBeGreaterThan((truth.asks[0]?.[0] as number) * 0.999);
    expect(truth.asks[0]?.[0]).toBeGreaterThan(truth.bids[0]?.[0] as number);
  }
});

test('a clock step moves the times on the wire, back-fill and truth alike', () => {
  const { clock, exchange, heard } = watch('kraken-spot', 'clock_step@5s-30s');
  const last = heard.frames.findLast((text) => text.includes('"book"')) as string;
  const written = Date.parse(/"timestamp":"([^"]+)"/.exec(last)?.[1] as string);
  expect(clock.now() / 1_000 - written).toBeGreaterThan(29_000);
  expect(exchange.truth.at('BTC/USD', written * 1_000)).not.toBeNull();
});

test('after a sequence reset the truth is found by old and new update ids', () => {
  const { exchange, heard } = watch('binance-spot', 'sequence_reset@5s');
  const ids = depths(heard).map(({ u }) => u);
  expect(ids.some((u) => u > 1e9) && ids.some((u) => u < 1e9)).toBe(true);
  expect(ids.every((u) => exchange.truth.at('BTCUSDT', u, 1) !== null)).toBe(true);
});

test('a burst is fifty times the traffic for a second', () => {
  const updates = (faults: string) => {
    const { clock, exchange } = setUp({ venue: 'binance-spot', faults, levels: 300 });
    let count = 0;
    exchange.onTruth(() => count++);
    clock.advanceBy(5_000);
    const before = count;
    clock.advanceBy(1_000);
    return { rate: before / 5, burst: count - before };
  };
  const { rate, burst } = updates('burst@5s');
  expect(burst / rate).toBeGreaterThan(15);
});

test('shutdown is announced, then comes; only connections of that time are closed', () => {
  for (const venue of VENUES) {
    const { clock, exchange, heard } = watch(venue, 'shutdown@5sx3s', { seconds: 6 });
    expect(heard.frames.some((text) => text.includes(venue === 'binance-spot' ? '"serverShutdown"' : '"maintenance"'))).toBe(
      true,
    );
    expect(heard.closes).toEqual([]);
    const newer = listen(exchange, clock, venue === 'binance-spot' ? BINANCE_ALL : KRAKEN, venue === 'binance-spot' ? [] : HELLO);
    clock.advanceBy(5_000);
    expect(heard.closes).toEqual([[1001, 'server shutdown', null]]);
    expect(newer.closes).toEqual([]);
  }
});

test('refused connections name their status, and are taken again later', () => {
  const { clock, exchange } = setUp({ venue: 'binance-spot', faults: 'refuse_connect@1sx5s', levels: 50 });
  const tryAt = (ms: number) => {
    clock.advanceTo(Math.max(clock.now(), 1_760_000_000_000_000 + ms * 1_000));
    const heard = listen(exchange, clock, BINANCE_ALL);
    clock.advanceBy(100);
    return heard.closes[0]?.[2] ?? (heard.opens === 1 ? 'open' : 'lost');
  };
  expect([tryAt(0), tryAt(2_000), tryAt(5_500), tryAt(6_500)]).toEqual(['open', 503, 503, 'open']);
});

test.each([
  ['http_429', 429],
  ['http_418', 418],
  ['http_451', 451],
] as const)('%s says when to come back and lasts as long', (kind, status) => {
  const { clock, exchange } = setUp({ venue: 'binance-spot', faults: `${kind}@0sx4s`, levels: 50 });
  const first = ask(exchange, clock, '/api/v3/ping');
  expect(first).toMatchObject({ ok: true, status, headers: { 'retry-after': '4' } });
  expect(ask(exchange, clock, '/api/v3/ping')).toMatchObject({ status });
  clock.advanceBy(4_000);
  expect(ask(exchange, clock, '/api/v3/ping')).toMatchObject({ status: 200 });
});

test('a wrong snapshot differs from the truth at its own id; on Kraken its checksum shows it', () => {
  let wrong = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const { clock, exchange } = setUp({ venue: 'binance-spot', faults: 'wrong_snapshot:1', levels: 200, seed });
    clock.advanceBy(4_000);
    const answer = ask(exchange, clock, '/api/v3/depth?symbol=BTCUSDT&limit=5000');
    if (!answer.ok) throw new Error(answer.reason);
    const { lastUpdateId, bids, asks } = JSON.parse(answer.body) as { lastUpdateId: number; bids: string[][]; asks: string[][] };
    const numbers = (rows: string[][]) => rows.map((row) => row.map(Number));
    const given = JSON.stringify({ bids: numbers(bids), asks: numbers(asks) });
    if (given !== JSON.stringify(exchange.truth.at('BTCUSDT', lastUpdateId))) wrong++;
  }
  expect(wrong).toBe(10);
});

test('a late snapshot comes late with the content of when it was asked for', () => {
  const { clock, exchange } = setUp({ venue: 'binance-spot', faults: 'late_snapshot:1x3s', levels: 50 });
  const asked = clock.now();
  const answer = ask(exchange, clock, '/api/v3/depth?symbol=BTCUSDT');
  expect(clock.now() - asked).toBeGreaterThanOrEqual(3_000_000);
  const { lastUpdateId } = JSON.parse(answer.ok ? answer.body : '') as { lastUpdateId: number };
  expect(exchange.truth.at('BTCUSDT', lastUpdateId, 1)).not.toEqual(exchange.truth.now('BTCUSDT', 1));
  const { heard } = watch('kraken-spot', 'late_snapshot:1x3s');
  const books = heard.frames.filter((text) => text.startsWith('{"channel":"book"'));
  expect(books.findIndex((text) => text.includes('"snapshot"'))).toBeGreaterThan(5);
});

test('a rule for one symbol leaves the other alone', () => {
  const { exchange } = watch('binance-spot', 'drop:0.5=ETHUSDT');
  const symbols = new Set(exchange.fired.map(({ symbol }) => symbol));
  expect([...symbols]).toEqual(['ETHUSDT']);
  const kinds: FaultKind[] = exchange.fired.map(({ kind }) => kind);
  expect(new Set(kinds)).toEqual(new Set(['drop']));
});
