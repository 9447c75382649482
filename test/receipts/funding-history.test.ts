// An operation that queries a venue. Its receipt cites one exchange; a check reads that record and replays nothing.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAsking } from '../../src/app/asking.ts';
import { readConfig } from '../../src/app/config.ts';
import { proversOf } from '../../src/app/proofs/provers.ts';
import { fromMillis } from '../../src/core/index.ts';
import { openRawLog } from '../../src/runtime/raw-log/index.ts';
import { createClaimService } from '../../src/services/claims/index.ts';
import { createFundingService } from '../../src/services/funding/index.ts';
import { createEngine, createLogEvidence } from '../../src/services/market/index.ts';
import { createAskVenue } from '../../src/runtime/venue-answers/index.ts';
import { createExchange, createVirtualClock } from '../../src/simulator/index.ts';
import { venues } from '../../src/venues/index.ts';
import { askMarket } from '../testing/ask-market.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';

const START = fromMillis(Date.UTC(2026, 0, 15, 12));
const UNFOLLOWED = 'ETHUSDT';
type Answer = Readonly<Record<string, unknown>>;
interface Settlement {
  readonly time: string;
  readonly rate: number;
  readonly apr_pct: number | null;
}

let directory: string;
/** Answers by a name, and how many requests each cost the venue. */
const given = new Map<string, Answer>();
const requests: string[] = [];
const failures: string[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallyfoil-funding-'));
  const clock = createVirtualClock(START);
  const venue = venues.get('binance-usdm');
  if (venue === undefined) throw new Error('no venue');
  const settings = readConfig({});
  const engine = createEngine({ venues, source: 'recorded', settings });
  const rawLog = await openRawLog({
    directory,
    clock,
    venues: ['binance-usdm'],
    source: 'recorded',
    configHash: 'test',
    newLog: '482910',
    checkpoint: () => engine.capture(),
  });
  const exchange = createExchange({ venue: 'binance-usdm', seed: 4, clock, historyMinutes: 1, levels: 60, intensity: 0.2 });
  const driver = driveSimulated({
    venue,
    exchange,
    clock,
    settings: { symbols: ['BTCUSDT'] },
    place: () => engine.state.position,
    apply(input) {
      const effects = engine.apply(input, rawLog.append(input));
      for (const effect of effects) if (effect.kind === 'request') requests.push(effect.call.path);
      return effects;
    },
  });
  const ask = createAskVenue({ driverOf: (id) => (id === 'binance-usdm' ? driver : undefined), clock, budgetMs: 20_000 });
  const funding = createFundingService({ venues, followed: () => null, ask, source: 'recorded', clock });
  clock.advanceBy(3_000);
  const answers = async (named: Readonly<Record<string, Answer>>) => {
    const waiting = Object.entries(named).map(async ([name, input]) => {
      given.set(name, await askMarket('get_funding_history', input, { funding }));
    });
    const done = Promise.allSettled(waiting);
    for (let i = 0; i < 40; i++) {
      clock.advanceBy(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const result of await done) if (result.status === 'rejected') failures.push((result.reason as Error).message);
  };
  await answers({
    newest: { symbol: 'BTCUSDT', limit: 3 },
    'at the same time': { symbol: 'btc-usdt', venue: 'binance-usdm', limit: 3 },
    unfollowed: { symbol: UNFOLLOWED, limit: 5 },
    'a page': { symbol: UNFOLLOWED, from: '2026-01-10T00:00:00Z', limit: 4 },
  });
  clock.advanceBy(2_000);
  await answers({ soon: { symbol: 'BTCUSDT', limit: 3 } });
  clock.advanceBy(60_000);
  await answers({ later: { symbol: 'BTCUSDT', limit: 3 } });
  const next = String(given.get('a page')?.['next_from']);
  await answers({ 'next page': { symbol: UNFOLLOWED, from: next, limit: 4 } });
  await answers({
    unknown: { symbol: 'NOSUCHUSDT' },
    spot: { symbol: 'BTCUSDT', venue: 'binance-spot' },
    'spot by its symbol': { symbol: 'binance-spot:BTCUSDT' },
  });
  // One call to the venue, because it takes milliseconds.
  await answers({
    'early in a ms': { symbol: 'BTCUSDT', limit: 2, from: '2026-01-10T00:00:00.000100Z' },
    'late in a ms': { symbol: 'BTCUSDT', limit: 2, from: '2026-01-10T00:00:00.000900Z' },
  });
  driver.stop();
  exchange.stop();
  await rawLog.close();
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const answerOf = (name: string): Answer => {
  const answer = given.get(name);
  if (answer === undefined) throw new Error(`no answer ${name}: ${failures.join('; ')}`);
  return answer;
};
const settlementsOf = (name: string) => answerOf(name)['settlements'] as readonly Settlement[];

/** Checks a text with evidence whose replay throws, because the check must not replay the market's inputs. */
const check = async (text: string) => {
  const log = createLogEvidence({ directory, venues, source: 'recorded', settings: readConfig({}) });
  const noReplay = () => Promise.reject(new Error('a replay'));
  const service = createClaimService({
    provers: proversOf({ ...log, visit: noReplay, steps: noReplay, trail: noReplay }),
    source: 'recorded',
    asking: createAsking(),
    now: null,
    clock: { now: () => START, after: () => () => {} },
  });
  const { receipts, figures } = await service.check({ text, claims: [], maxAgeSec: 1e9 });
  return [...receipts, ...figures].map(({ verdict, reason }) => (verdict === 'matched' ? verdict : `${verdict}: ${reason}`));
};

test('the newest settlements, each with its interval and rate per year', () => {
  const rows = settlementsOf('newest');
  expect(rows.map(({ time }) => time)).toEqual([
    '2026-01-14T16:00:00.000Z',
    '2026-01-15T00:00:00.000Z',
    '2026-01-15T08:00:00.000Z',
  ]);
  for (const { rate, apr_pct: apr } of rows) expect(apr).toBeCloseTo(rate * 3 * 365 * 100, 9);
  expect(answerOf('newest')).toMatchObject({ venue: 'binance-usdm', symbol: 'BTCUSDT', next_from: null, caveats: [] });
});

test('a symbol that is not followed is answered too, page after page', () => {
  expect(settlementsOf('unfollowed')).toHaveLength(5);
  const times = [...settlementsOf('a page'), ...settlementsOf('next page')].map(({ time }) => time);
  expect(times).toHaveLength(8);
  expect([times[0], times.at(-1)]).toEqual(['2026-01-10T00:00:00.000Z', '2026-01-12T08:00:00.000Z']);
  expect(new Set(times).size).toBe(8);
  const [first] = settlementsOf('a page');
  expect(first?.apr_pct).toBeNull();
  expect(answerOf('a page')['absent']).toContainEqual({
    field: 'settlements[0].apr_pct',
    reason: 'the settlement before is not in this answer, so its interval is unknown',
  });
});

test('one exchange serves all who ask the same while it is under way and while it is fresh', () => {
  const asked = requests.filter(
    (path) => path.startsWith('/fapi/v1/fundingRate?symbol=BTCUSDT&') && !path.includes('startTime='),
  );
  expect(asked).toHaveLength(2);
  const placeOf = (name: string) => String(answerOf(name)['receipt']).split(':')[3];
  expect(placeOf('at the same time')).toBe(placeOf('newest'));
  expect(placeOf('soon')).toBe(placeOf('newest'));
  expect(placeOf('later')).not.toBe(placeOf('newest'));
});

test('a check reads the one record that the receipt cites, and replays nothing', async () => {
  for (const name of ['newest', 'at the same time', 'unfollowed', 'a page', 'next page', 'soon', 'later']) {
    const receipt = String(answerOf(name)['receipt']);
    expect(receipt).toMatch(/^tf2:get_funding_history:[^:]+:x482910\.1-\d+\.1:\d{6}:\d{12}$/);
    expect(await check(receipt), name).toEqual(['matched']);
  }
  const { rate } = settlementsOf('newest')[1] ?? {};
  const receipt = String(answerOf('newest')['receipt']);
  expect(await check(`${rate} {settlements[1].rate} [${receipt}]`)).toEqual(['matched', 'matched']);
  expect((await check(`0.5 {settlements[1].rate} [${receipt}]`))[1]).toMatch(/^altered|mismatch|false/);
});

test('a receipt with other arguments, another place or another version does not match', async () => {
  const receipt = String(answerOf('newest')['receipt']);
  expect(await check(receipt.replace('limit=3', 'limit=2'))).not.toEqual(['matched']);
  expect(await check(receipt.replace('BTCUSDT@', 'ETHUSDT@'))).not.toEqual(['matched']);
  const [place = ''] = /\d+-\d+/.exec(receipt.slice(receipt.indexOf(':x'))) ?? [];
  expect(await check(receipt.replace(place, '1-1'))).toEqual([
    'unsupported: the raw log has no answer of a venue with that sequence',
  ]);
  expect(await check(receipt.replace(/(\.1-\d+)\.1:/, '$1.2:'))).toEqual([
    'unsupported: made by another build: question funding_history version 2 -> 1',
  ]);
});

test('two questions that share one exchange both have receipts that match', async () => {
  for (const name of ['early in a ms', 'late in a ms'])
    expect(await check(String(answerOf(name)['receipt'])), name).toEqual(['matched']);
});

test('what can not be had is a coded error with its reason', () => {
  expect(failures.toSorted()).toEqual([
    'binance-spot has no history of funding rates: Spot markets pay no funding.',
    'binance-spot has no history of funding rates: Spot markets pay no funding.',
    'binance-usdm says that it has no symbol NOSUCHUSDT.',
  ]);
});
