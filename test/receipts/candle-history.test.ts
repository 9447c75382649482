// Candles and volatility from a venue. Their receipts cite one exchange; a check reads that record and replays nothing.
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
import { createCandleService } from '../../src/services/candles/index.ts';
import { createEngine, createLogEvidence } from '../../src/services/market/index.ts';
import { createAskVenue } from '../../src/runtime/venue-answers/index.ts';
import { createExchange, createVirtualClock } from '../../src/simulator/index.ts';
import { venues } from '../../src/venues/index.ts';
import { askMarket } from '../testing/ask-market.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';

const START = fromMillis(Date.UTC(2026, 0, 15, 12));
const UNFOLLOWED = 'ETHUSDT';
type Answer = Readonly<Record<string, unknown>>;

let directory: string;
/** Answers by a name. */
const given = new Map<string, Answer>();
const failures: string[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallyfoil-candles-'));
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
  const exchange = createExchange({ venue: 'binance-usdm', seed: 4, clock, historyMinutes: 70, levels: 60, intensity: 0.2 });
  const driver = driveSimulated({
    venue,
    exchange,
    clock,
    settings: { symbols: ['BTCUSDT'] },
    place: () => engine.state.position,
    apply(input) {
      return engine.apply(input, rawLog.append(input));
    },
  });
  const ask = createAskVenue({ driverOf: (id) => (id === 'binance-usdm' ? driver : undefined), clock, budgetMs: 20_000 });
  const candles = createCandleService({ venues, followed: () => null, ask, source: 'recorded', clock });
  clock.advanceBy(3_000);
  const answers = async (named: Readonly<Record<string, readonly [operation: string, input: Answer]>>) => {
    const waiting = Object.entries(named).map(async ([name, [operation, input]]) => {
      given.set(name, await askMarket(operation, input, { candles }));
    });
    const done = Promise.allSettled(waiting);
    for (let i = 0; i < 40; i++) {
      clock.advanceBy(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const result of await done) if (result.status === 'rejected') failures.push((result.reason as Error).message);
  };
  await answers({
    candles: ['get_candle_history', { symbol: 'BTCUSDT', venue: 'binance-usdm', interval: '1min', limit: 5 }],
    unfollowed: [
      'get_candle_history',
      { symbol: UNFOLLOWED, venue: 'binance-usdm', interval: '5m', from: '2026-01-15T11:00:00Z', limit: 4 },
    ],
    older: [
      'get_candle_history',
      { symbol: UNFOLLOWED, venue: 'binance-usdm', interval: '1d', from: '2025-01-15T00:00:00Z', limit: 4 },
    ],
    volatility: ['get_realized_volatility', { symbol: 'BTCUSDT', venue: 'binance-usdm', window: '30m', interval: '1m' }],
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

interface Candle {
  readonly start: string;
  readonly open: number;
  readonly close: number;
  readonly closed: boolean;
}
const candlesOf = (name: string) => answerOf(name)['candles'] as readonly Candle[];

test('the newest candles, of which only the last may still change', () => {
  expect(candlesOf('candles').map(({ start, closed }) => [start.slice(11, 16), closed])).toEqual([
    ['11:56', true],
    ['11:57', true],
    ['11:58', true],
    ['11:59', true],
    ['12:00', false],
  ]);
});

test('a symbol that is not followed is answered too, with a next page', () => {
  expect(candlesOf('unfollowed').map(({ start }) => start.slice(11, 16))).toEqual(['11:00', '11:05', '11:10', '11:15']);
  expect(answerOf('unfollowed')['next_from']).toBe('2026-01-15T11:20:00.000Z');
});

test('candles older than the venue has are said to be missing', () => {
  expect(answerOf('older')['caveats']).toEqual([expect.stringContaining('older ones were asked for')]);
});

test('volatility of half an hour from closed minutes', () => {
  expect(answerOf('volatility')).toMatchObject({ observations: 30, candles_wanted: 30, window_to: '2026-01-15T12:00:00.000Z' });
});

test('a check reads the one record that the receipt cites, and proves single figures', async () => {
  for (const name of ['candles', 'unfollowed', 'older', 'volatility'])
    expect(await check(String(answerOf(name)['receipt'])), name).toEqual(['matched']);
  const { close } = candlesOf('candles')[1] ?? {};
  const receipt = String(answerOf('candles')['receipt']);
  expect(await check(`${close} {candles[1].close} [${receipt}]`)).toEqual(['matched', 'matched']);
  expect(await check(receipt.replace('limit=5', 'limit=4'))).not.toEqual(['matched']);
});
