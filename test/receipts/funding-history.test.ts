// An operation that queries a venue. Its receipt cites one exchange; a check reads that record and replays nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFundingService } from '../../src/services/funding/index.ts';
import { venues } from '../../src/venues/index.ts';
import { openExchangeStage, type ExchangeStage } from './testing/exchange-stage.ts';

const UNFOLLOWED = 'ETHUSDT';
interface Settlement {
  readonly time: string;
  readonly rate: number;
  readonly apr_pct: number | null;
}

const history = (input: Readonly<Record<string, unknown>>) => ['get_funding_history', input] as const;

let on: ExchangeStage;
beforeAll(async () => {
  on = await openExchangeStage({
    historyMinutes: 1,
    services: ({ ask, clock }) => ({
      funding: createFundingService({ venues, followed: () => null, ask, source: 'recorded', clock }),
    }),
  });
  await on.call({
    newest: history({ symbol: 'BTCUSDT', limit: 3 }),
    'at the same time': history({ symbol: 'btc-usdt', venue: 'binance-usdm', limit: 3 }),
    unfollowed: history({ symbol: UNFOLLOWED, limit: 5 }),
    'a page': history({ symbol: UNFOLLOWED, from: '2026-01-10T00:00:00Z', limit: 4 }),
  });
  on.clock.advanceBy(2_000);
  await on.call({ soon: history({ symbol: 'BTCUSDT', limit: 3 }) });
  on.clock.advanceBy(60_000);
  await on.call({ later: history({ symbol: 'BTCUSDT', limit: 3 }) });
  const next = String(on.answerOf('a page')['next_from']);
  await on.call({ 'next page': history({ symbol: UNFOLLOWED, from: next, limit: 4 }) });
  await on.call({
    unknown: history({ symbol: 'NOSUCHUSDT' }),
    spot: history({ symbol: 'BTCUSDT', venue: 'binance-spot' }),
    'spot by its symbol': history({ symbol: 'binance-spot:BTCUSDT' }),
  });
  // One call to the venue, because it takes milliseconds.
  await on.call({
    'early in a ms': history({ symbol: 'BTCUSDT', limit: 2, from: '2026-01-10T00:00:00.000100Z' }),
    'late in a ms': history({ symbol: 'BTCUSDT', limit: 2, from: '2026-01-10T00:00:00.000900Z' }),
  });
  await on.stop();
});
afterAll(() => on.remove());

const settlementsOf = (name: string) => on.answerOf(name)['settlements'] as readonly Settlement[];

test('the newest settlements, each with its interval and rate per year', () => {
  const rows = settlementsOf('newest');
  expect(rows.map(({ time }) => time)).toEqual([
    '2026-01-14T16:00:00.000Z',
    '2026-01-15T00:00:00.000Z',
    '2026-01-15T08:00:00.000Z',
  ]);
  for (const { rate, apr_pct: apr } of rows) expect(apr).toBeCloseTo(rate * 3 * 365 * 100, 9);
  expect(on.answerOf('newest')).toMatchObject({ venue: 'binance-usdm', symbol: 'BTCUSDT', next_from: null, caveats: [] });
});

test('a symbol that is not followed is answered too, page after page', () => {
  expect(settlementsOf('unfollowed')).toHaveLength(5);
  const times = [...settlementsOf('a page'), ...settlementsOf('next page')].map(({ time }) => time);
  expect(times).toHaveLength(8);
  expect([times[0], times.at(-1)]).toEqual(['2026-01-10T00:00:00.000Z', '2026-01-12T08:00:00.000Z']);
  expect(new Set(times).size).toBe(8);
  const [first] = settlementsOf('a page');
  expect(first?.apr_pct).toBeNull();
  expect(on.answerOf('a page')['absent']).toContainEqual({
    field: 'settlements[0].apr_pct',
    reason: 'the settlement before is not in this answer, so its interval is unknown',
  });
});

test('one exchange serves all who ask the same while it is under way and while it is fresh', () => {
  const asked = on.requests.filter(
    (path) => path.startsWith('/fapi/v1/fundingRate?symbol=BTCUSDT&') && !path.includes('startTime='),
  );
  expect(asked).toHaveLength(2);
  const placeOf = (name: string) => String(on.answerOf(name)['receipt']).split(':')[3];
  expect(placeOf('at the same time')).toBe(placeOf('newest'));
  expect(placeOf('soon')).toBe(placeOf('newest'));
  expect(placeOf('later')).not.toBe(placeOf('newest'));
});

test('a check reads the one record that the receipt cites, and replays nothing', async () => {
  for (const name of ['newest', 'at the same time', 'unfollowed', 'a page', 'next page', 'soon', 'later']) {
    const receipt = String(on.answerOf(name)['receipt']);
    expect(receipt).toMatch(/^tf2:get_funding_history:[^:]+:x482910\.1-\d+\.1:\d{6}:\d{12}$/);
    expect(await on.check(receipt), name).toEqual(['matched']);
  }
  const { rate } = settlementsOf('newest')[1] ?? {};
  const receipt = String(on.answerOf('newest')['receipt']);
  expect(await on.check(`${rate} {settlements[1].rate} [${receipt}]`)).toEqual(['matched', 'matched']);
  expect((await on.check(`0.5 {settlements[1].rate} [${receipt}]`))[1]).toMatch(/^altered|mismatch|false/);
});

test('a receipt with other arguments, another place or another version does not match', async () => {
  const receipt = String(on.answerOf('newest')['receipt']);
  expect(await on.check(receipt.replace('limit=3', 'limit=2'))).not.toEqual(['matched']);
  expect(await on.check(receipt.replace('BTCUSDT@', 'ETHUSDT@'))).not.toEqual(['matched']);
  const [place = ''] = /\d+-\d+/.exec(receipt.slice(receipt.indexOf(':x'))) ?? [];
  expect(await on.check(receipt.replace(place, '1-1'))).toEqual([
    'unsupported: the raw log has no answer of a venue with that sequence',
  ]);
  expect(await on.check(receipt.replace(/(\.1-\d+)\.1:/, '$1.2:'))).toEqual([
    'unsupported: made by another build: question funding_history version 2 -> 1',
  ]);
});

test('two questions that share one exchange both have receipts that match', async () => {
  for (const name of ['early in a ms', 'late in a ms'])
    expect(await on.check(String(on.answerOf(name)['receipt'])), name).toEqual(['matched']);
});

test('what can not be had is a coded error with its reason', () => {
  expect(on.failures.toSorted()).toEqual([
    'binance-spot has no history of funding rates: Spot markets pay no funding.',
    'binance-spot has no history of funding rates: Spot markets pay no funding.',
    'binance-usdm says that it has no symbol NOSUCHUSDT.',
  ]);
});
