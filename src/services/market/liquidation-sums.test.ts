import { describe, expect, test } from 'vitest';
import { withoutProof } from '../../core/answer-fields.ts';
import type { CardStream, Decoded } from '../../core/index.ts';
import { decodeState, encodeState, type Input } from '../../runtime/feed/index.ts';
import { havingStreams, liquidation } from '../../runtime/feed/testing/numbers-as-received.ts';
import { instrument, wire } from '../../runtime/feed/testing/venue.ts';
import { liquidationsAnswer, type LiquidationsQuery } from './answers/liquidations.ts';
import { createEngine, type Engine } from './engine.ts';
import { makeLatest } from './latest.ts';
import { makeLiquidations } from './liquidation-sums.ts';
import { fromCheckpointedMarket, toCheckpointedMarket } from './checkpointed-market.ts';
import { readMarket, type Reading } from './reading.ts';
import { LIQUIDATIONS_MOST, newLiquidationStore, addLiquidation, liquidationsBetween } from './studies/liquidation-store.ts';
import { SETTINGS } from './testing/stage.ts';

const START = 1_800_000_000_000_000;
const SECOND = 1_000_000;

/** One market whose connection sends a message a second, and liquidations at the seconds named. */
function market(stream: Omit<CardStream, 'kind'> = {}) {
  const venue = havingStreams({ kind: 'trade' }, { kind: 'liquidation', ...stream });
  const engine: Engine = createEngine({ venues: new Map([['test', venue]]), source: 'recorded', settings: SETTINGS });
  let at = START;
  let seq = 0;
  let setBy = 0;
  const put = (input: Omit<Input, 'venue' | 'at'>) =>
    void engine.apply({ ...input, venue: 'test', at } as Input, { session: 1, seq: ++seq });
  const settings = { symbols: ['AAA'], streams: ['trade', 'liquidation'], wsHosts: ['ws://one'], restHosts: ['http://one'] };
  put({ kind: 'start', settings: { ...settings, seed: 1, backfillMinutes: 0, auditSeconds: 0, recorded: false } } as never);
  const call = { question: 'instruments', input: { symbols: ['AAA'] }, symbol: null, path: '/i', bucket: 'all', weight: 10 };
  const body = wire({ kind: 'instruments', instruments: [{ ...instrument('AAA'), kind: 'perp' }] });
  put({ kind: 'rest', request: 1, call, status: 200, headers: {}, body } as never);
  put({ kind: 'open', conn: 1 } as never);
  const frame = (...items: readonly Decoded[]) => put({ kind: 'frame', conn: 1, text: wire(items) } as never);
  const reading = (): Reading => readMarket(engine, 'test:AAA', at) as Reading;
  return {
    reading,
    now: () => at,
    put,
    liquidated: (side: 'long' | 'short', size: number, averagePrice: number | null = 100, price: number | null = 99) =>
      frame(liquidation({ tsEvent: at - setBy, side, size, averagePrice, price })),
    /** Each second a heartbeat; none while silent. */
    wait(seconds: number, isSilent = false) {
      for (const end = at + seconds * SECOND; at < end;) {
        at += SECOND;
        if (!isSilent) frame({ kind: 'heartbeat' });
        put({ kind: 'tick' } as never);
      }
    },
    /** Sets our clock, not that of the exchange. */
    setClock(seconds: number) {
      at += seconds * SECOND;
      setBy += seconds * SECOND;
    },
    sums: (query: Partial<LiquidationsQuery> = {}) => makeLiquidations(reading(), { minutes: 60, ...query }),
  };
}

test('sums by the closed side over the span, in base and quote currency, by the fill price', () => {
  const one = market();
  one.wait(5);
  one.liquidated('long', 2);
  one.wait(120);
  one.liquidated('long', 3, 101);
  one.liquidated('short', 0.5, null, 98);
  one.wait(2);
  const answer = one.sums({ minutes: 2 });
  expect(liquidationsAnswer.parse(withoutProof(answer))).toEqual(withoutProof(answer));
  expect(answer).toMatchObject({
    floor: false,
    covered_sec: 120,
    long: { count: 1, base: 3, quote: 303, largest_quote: 303 },
    short: { count: 1, base: 0.5, quote: 49, largest_quote: 49 },
    quote_total: 352,
    coverage: { complete: true },
    missed: [],
  });
  const asked = new Date((one.now() - 125 * SECOND) / 1_000).toISOString();
  expect(one.sums({ since: asked }).long).toMatchObject({ count: 2, base: 5, quote: 503 });
});

test('a span from the future is refused; one from a caller whose clock is a little ahead is empty, and says so', () => {
  const one = market();
  one.wait(5);
  for (const since of ['2099-01-01T00:00:00Z', new Date((one.now() + 61 * SECOND) / 1_000).toISOString()])
    expect(() => one.sums({ since })).toThrow(
      "get_liquidations can't take this input: since: is in the future, and it is 2027-01-15T08:00:05.000Z now.",
    );
  const answer = one.sums({ since: new Date((one.now() + 59 * SECOND) / 1_000).toISOString() });
  expect(answer).toMatchObject({ covered_sec: 0, caveats: expect.arrayContaining([expect.stringContaining('it is empty')]) });
});

test('a span from before the start is not complete, and says since when', () => {
  const one = market();
  one.wait(60);
  one.liquidated('long', 2);
  one.wait(1);
  const answer = one.sums();
  expect(answer).toMatchObject({ floor: true, coverage: { complete: false }, long: { count: 1 }, short: { count: 0, base: 0 } });
  expect(answer.coverage.from).toBe('2027-01-15T08:00:01.000Z');
  expect(answer.caveats.join(' ')).toContain('recorded only since 2027-01-15T08:00:01.000Z');
  expect(answer.absent).toContainEqual({ field: 'short.largest_quote', reason: 'no short was liquidated', ready_at: null });
});

test('a venue that throttles gives a lower bound, also of no liquidation, because a partial fill may have taken its place', () => {
  const one = market({ throttledMs: 1_000 });
  one.wait(70);
  const quiet = one.sums({ minutes: 1 });
  expect(quiet).toMatchObject({ floor: true, long: { count: 0, base: 0, quote: 0 }, coverage: { complete: false } });
  expect(quiet.caveats.join(' ')).toMatch(/at most one liquidation in 1 s per symbol .* lower bound/);
  expect(makeLatest(one.reading(), 10).coverage.complete).toBe(false);
  one.liquidated('short', 2);
  one.wait(1);
  const answer = one.sums({ minutes: 1 });
  expect(answer).toMatchObject({ floor: true, short: { count: 1, base: 2, quote: 200 }, coverage: { complete: false } });
  expect(answer.caveats.join(' ')).toMatch(/at most one liquidation in 1 s per symbol .* lower bound/);
  // The pause after a liquidation hides those of a span that begins in it.
  const since = new Date((one.now() - SECOND / 2) / 1_000).toISOString();
  expect(one.sums({ since })).toMatchObject({ floor: true, short: { count: 0 }, coverage: { complete: false } });
  const latest = makeLatest(one.reading(), 10);
  expect(latest.coverage.complete).toBe(false);
  expect(latest.caveats.join(' ')).toMatch(/at most one liquidation in 1 s per symbol .*: some liquidations may be missing\./);
});

test('the largest amount is unknown if one amount is unknown', () => {
  const one = market();
  one.wait(70);
  one.liquidated('long', 2);
  one.liquidated('long', 500, null, null);
  one.liquidated('short', 2);
  one.wait(1);
  const answer = one.sums({ minutes: 1 });
  expect(answer).toMatchObject({
    long: { count: 2, base: 502, quote: null, largest_quote: null },
    short: { largest_quote: 200 },
  });
  const reason = 'a message states no price, or its size in contracts';
  expect(answer.absent).toContainEqual({ field: 'long.largest_quote', reason, ready_at: null });
});

describe('a time without the stream', () => {
  test('is missed while the connection is lost, and sums are then a lower bound', () => {
    const one = market();
    one.wait(30);
    one.put({ kind: 'close', conn: 1, code: 1006, reason: 'test', status: null } as never);
    one.wait(10, true);
    one.put({ kind: 'open', conn: 2 } as never);
    expect(one.sums({ minutes: 1 }).caveats.join(' ')).toContain('Newer liquidations may be missing');
  });

  test('is missed after a silence, and gone once the span begins later', () => {
    const one = market();
    one.wait(30);
    one.wait(10, true);
    one.wait(30);
    const answer = one.sums({ since: '2027-01-15T08:00:10Z' });
    expect(answer.caveats).toContain('The stream was interrupted 1 time in the span.');
    expect(answer).toMatchObject({
      floor: true,
      covered_sec: 49,
      missed: [{ from: '2027-01-15T08:00:30.000Z', to: '2027-01-15T08:00:41.000Z' }],
    });
    expect(one.sums({ since: '2027-01-15T08:00:42Z' })).toMatchObject({ floor: false, covered_sec: 28, missed: [] });
  });
});

describe('our clock set back', () => {
  /** A long each ten seconds. */
  const running = (seconds: number, one = market()) => {
    for (let i = 0; i < seconds / 10; i++) {
      one.liquidated('long', 2);
      one.wait(10);
    }
    return one;
  };

  test('moves earlier liquidations back with it, so that none of before falls into a later span', () => {
    const one = running(100);
    one.setClock(-30);
    running(40, one);
    const answer = one.sums({ minutes: 1 });
    expect(answer).toMatchObject({ floor: false, covered_sec: 60, missed: [], long: { count: 6 } });
    // The first of 17 came before the stream was in order.
    expect(running(30, one).sums({ minutes: 3 })).toMatchObject({ floor: true, covered_sec: 169, long: { count: 16 } });
  });

  test('after a jump forward leaves an interruption in the past only', () => {
    const one = running(100);
    one.setClock(3_600);
    running(10, one);
    one.setClock(-3_600);
    running(30, one);
    const answer = one.sums({ minutes: 1 });
    expect(answer).toMatchObject({ floor: true, coverage: { complete: false }, covered_sec: 39, long: { count: 4 } });
    expect(answer.missed).toHaveLength(1);
    expect(running(30, one).sums({ minutes: 1 })).toMatchObject({
      floor: false,
      covered_sec: 60,
      missed: [],
      long: { count: 6 },
    });
  });

  test('counts the same before the next tick', () => {
    const one = running(100);
    const before = one.sums({ minutes: 1 });
    one.setClock(-30);
    expect(one.sums({ minutes: 1 })).toMatchObject({ covered_sec: 60, long: before.long, floor: false });
  });
});

test('a market without liquidations says so; a checkpoint holds them all', () => {
  const one = market();
  one.wait(3);
  one.liquidated('long', 2);
  one.wait(3);
  const { market: state, ...rest } = one.reading();
  const restored = fromCheckpointedMarket(decodeState(encodeState(toCheckpointedMarket(state))) as never);
  expect(makeLiquidations({ ...rest, market: restored }, { minutes: 1 })).toEqual(one.sums({ minutes: 1 }));
  const bare = { ...one.reading(), symbol: { ...one.reading().symbol, streams: {} } };
  const none = makeLiquidations(bare, { minutes: 1 });
  expect(none).toMatchObject({ long: null, short: null, floor: null });
  expect(none.absent[0]?.reason).toContain('this market has no liquidation stream');
});

test('a full store covers less time, and late messages keep their order', () => {
  const store = { ...newLiquidationStore(), since: 0 };
  for (let i = 0; i <= LIQUIDATIONS_MOST; i++) addLiquidation(store, { at: 10 + i, side: 'long', base: 1, quote: 2 });
  expect(store).toMatchObject({ count: LIQUIDATIONS_MOST, since: 11 });
  addLiquidation(store, { at: 5_000, side: 'short', base: 3, quote: Number.NaN });
  const found = liquidationsBetween(store, 4_999, 5_001);
  expect(found.map(({ side }) => side)).toEqual(['long', 'long', 'short', 'long']);
});
