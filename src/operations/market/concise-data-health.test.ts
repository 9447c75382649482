import { expect, test } from 'vitest';
import { makeDataHealth } from '../../services/market/data-health.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from '../../services/market/testing/stage.ts';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { handMadeMarket } from '../testing/market.ts';
import { withReceipt } from '../testing/with-receipt.ts';
import { clockCaveats } from './clock-caveat.ts';
import { conciseDataHealth } from './concise-data-health.ts';

const healthOf = ({ engine, now }: Stage) => makeDataHealth(engine, now(), null, {});

const RECEIPT =
  'tf2:get_data_health:symbol=BTCUSDT;venue=binance-spot;detail=concise:l482910.3-10485760+12345:941276:330518264907';

/** Gaps of trades, a second each: ids 2, 4, 6 and so on are missing, and the trades after them come at 12:00:02, 12:00:03 and so on. */
function withGaps(count: number): Stage {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  for (let i = 0; i <= count; i++) {
    on.wait(1);
    on.trade(1 + 2 * i, 100, 1, 'buy');
  }
  on.ticker();
  on.quote(100, 100.2);
  on.wait(0.5);
  return on;
}

const rowOf = (id: number, second: number, refilled: 0 | 1) => ({
  venue: VENUE,
  symbol: SYMBOL,
  stream: 'trade',
  state: 'gap',
  reason: id === 2 ? 'trades 2 to 2 are missing' : 'trades are missing',
  from: `2026-01-15T12:00:0${second}Z`,
  to: `2026-01-15T12:00:0${second + 1}Z`,
  ids: { first: id, last: id, missing: 1, refilled, still_missing: 1 - refilled },
  refill: refilled === 1 ? 'all' : 'none',
});

test('each gap is listed with its stream, its times to the second, its ids, and whether it was refilled', () => {
  const on = withGaps(3);
  on.page([4], 2);
  on.wait(0.1);
  const short = conciseDataHealth(healthOf(on));
  expect(short.gaps).toEqual([rowOf(6, 3, 0), rowOf(4, 2, 1), rowOf(2, 1, 0)]);
  expect(short.gaps_left_out).toBe(0);
  expect(short.caveats.join(' ')).not.toMatch(/\bgaps?\b/);
});

test('a gap that still lasts has no end, and one of the book no ids', () => {
  const on = withGaps(1);
  on.depth(12, 12);
  on.depth(20, 20);
  on.wait(1);
  const [book, trades] = conciseDataHealth(healthOf(on)).gaps;
  expect(book).toMatchObject({ stream: 'book', from: '2026-01-15T12:00:02Z', refill: 'none' });
  expect(book).not.toHaveProperty('to');
  expect(book).not.toHaveProperty('ids');
  expect(trades).toEqual(rowOf(2, 1, 0));
});

test.each([
  [3, ['6', '4', '2'], 0],
  [4, ['8', '6', '4'], 1],
  [7, ['14', '12', '10'], 4],
  // The full answer has 20 of them.
  [30, ['60', '58', '56'], 27],
])('of %i gaps the three newest are shown, and the others counted', (count, ids, left) => {
  const short = conciseDataHealth(healthOf(withGaps(count)));
  expect(short.gaps.map(({ ids: of }) => String(of?.first))).toEqual(ids);
  expect(short.gaps_left_out).toBe(left);
  const said = short.caveats.find((caveat) => caveat.startsWith('detail full adds')) ?? '';
  expect(/(\d+) gaps?\b/.exec(said)?.[1]).toBe(left === 0 ? undefined : String(left));
});

test('beside more than two streams that are not synced only the newest gap is shown', () => {
  const health = healthOf(withGaps(4));
  const streams = (wrong: number) =>
    Array.from({ length: 4 }, (_, i) => ({ ...health.streams[0]!, state: i < wrong ? ('stale' as const) : ('synced' as const) }));
  const shortOf = (wrong: number) => conciseDataHealth({ ...health, streams: streams(wrong) });
  expect(shortOf(2)).toMatchObject({ gaps: { length: 3 }, gaps_left_out: 1 });
  expect(shortOf(3)).toMatchObject({ gaps: [{ ids: { first: 8 } }], gaps_left_out: 3 });
  expect(shortOf(3).gaps).toHaveLength(1);
});

test('the synced stream that sets the age is shown, so that one sees what is old', () => {
  const health = healthOf(withGaps(1));
  const short = conciseDataHealth(health);
  expect(short.streams.map(({ stream, age_ms: age }) => [stream, age])).toContainEqual(['book', short.age_ms]);
  expect(short.streams.filter(({ state }) => state === 'synced')).toHaveLength(1);
  // A stream without a message leaves the age of the answer unknown; the oldest of the others is still named.
  const [first, ...others] = health.streams.map((stream, i) => ({ ...stream, state: 'synced' as const, age_ms: 100 - i }));
  const unheard = conciseDataHealth({ ...health, age_ms: null, streams: [{ ...first!, symbol: 'X', age_ms: null }, ...others] });
  expect(unheard.streams.map(({ stream, age_ms: age }) => [stream, age])).toEqual([[others[0]!.stream, 99]]);
});

test('of one market the age of the book is shown beside the oldest stream, and whose clock it is on', () => {
  const on = withGaps(0);
  on.wait(2);
  on.quote(100, 100.2);
  on.depth(12, 12);
  on.wait(0.007);
  const health = healthOf(on);
  const short = conciseDataHealth({ ...health, caveats: clockCaveats(health) });
  const trade = health.streams.find(({ stream }) => stream === 'trade')?.age_ms;
  expect(trade).toBeGreaterThan(2_000);
  expect(short.age_ms).toBe(trade);
  expect(short.streams.map(({ stream, age_ms: age }) => [stream, age])).toEqual([
    ['book', 7],
    ['trade', trade],
  ]);
  expect(short.caveats[0]).toBe(
    'Ages: by our clock, since receipt. It is ahead of binance-spot by at most 0 ms (transport included).',
  );
});

test('the offset of a clock is a bound, in both directions', () => {
  const { streams, venues } = healthOf(withGaps(0));
  const of = (offset: number | null) => clockCaveats({ streams, venues: [{ ...venues[0]!, clock_offset_ms: offset }] })[0];
  expect(of(12)).toContain('ahead of binance-spot by at most 12 ms');
  expect(of(-1_500)).toContain('behind binance-spot by at least 1500 ms');
  expect(of(null)).toContain('the offset of binance-spot is not known yet');
  expect(clockCaveats({ streams: [], venues })).toEqual([]);
});

test('with three venues that each lack nine symbols, some names and the count of the others fit into 600 tokens', async () => {
  const full = await handMadeMarket().getDataHealth({});
  const lacking = Array.from({ length: 9 }, (_, i) => `COIN${i}/USDT`);
  const venues = ['binance-spot', 'kraken-spot', 'binance-usdm'].map((venue) => ({
    ...full.venues[0]!,
    venue,
    not_listed: lacking,
  }));
  const short = conciseDataHealth({ ...full, venues, caveats: clockCaveats({ ...full, venues }) });
  expect(short.venues.map(({ not_listed: names }) => names)).toEqual([1, 2, 3].map(() => lacking.slice(0, 3)));
  expect(short.caveats.join(' ')).toContain('18 symbols that are not listed');
  expect(short.started_at).toBe('2026-11-20T08:00:03Z');
  expect(countTokens(JSON.stringify(withReceipt(short, RECEIPT)))).toBeLessThanOrEqual(600);
});

test.each([0, 1, 2, 3, 5, 9])('with %i of nine streams not synced, the answer has at most 600 tokens', async (wrong) => {
  const full = await handMadeMarket().getDataHealth({});
  const reason = 'the book lost updates: after update 5000000008350 came 5000000008372';
  const streams = full.streams.map((stream, i) => ({
    ...stream,
    ...(i < wrong ? { state: 'gap' as const, reason } : {}),
    age_ms: stream.stream === 'open_interest' ? 20_400 : 143,
  }));
  const short = conciseDataHealth({ ...full, streams, gaps_left_out: 5, caveats: clockCaveats(full) });
  expect(countTokens(JSON.stringify(withReceipt(short, RECEIPT)))).toBeLessThanOrEqual(600);
  expect(short.gaps.length).toBeGreaterThanOrEqual(1);
  const shown = short.streams.map(({ stream }) => stream);
  expect(shown).toEqual(expect.arrayContaining(['book', 'open_interest']));
  const bad = short.streams.filter(({ state }) => state !== 'synced').length;
  expect(bad).toBeGreaterThanOrEqual(Math.min(wrong, 2));
  const more = wrong - bad;
  expect(short.caveats.join(' ').includes(`${more} more stream`)).toBe(more > 0);
});
