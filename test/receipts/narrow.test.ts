// A check restores and replays only the state that its receipts read. Every answer must equal the answer from the whole log.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAsking } from '../../src/app/asking.ts';
import { readConfig } from '../../src/app/config.ts';
import { servicesOfMarket } from '../../src/app/services/make.ts';
import {
  createWorkBudget,
  parseReceipt,
  US_PER_SECOND,
  type EvidenceSubject,
  type LogPoint,
  type Receipt,
  type WorkBudget,
} from '../../src/core/index.ts';
import { compileCatalogue, hasReceipt } from '../../src/operations/index.ts';
import { createLogEvidence, type LogEvidence, type MarketService } from '../../src/services/market/index.ts';
import { venues } from '../../src/venues/index.ts';
import { logRun } from '../app/testing/logged-run.ts';
import { askMarket } from '../testing/ask-market.ts';
import { LANE } from '../testing/scale.ts';

const VENUES = ['binance-spot', 'kraken-spot'] as const;
const MARKETS = [
  { venue: 'binance-spot', symbol: 'BTCUSDT' },
  { venue: 'binance-spot', symbol: 'ETHUSDT' },
  { venue: 'kraken-spot', symbol: 'BTC/USD' },
];
const SECONDS = 40;
const PLACES = LANE === 'usual' ? 3 : 60;
const DETECTED = 'drop:0.01,close@25s';
const MOST_UNITS = 1e9;

const asking = createAsking();
/** Their receipts cite one exchange of the log, and nothing is replayed: see funding-history.test.ts. */
const OF_AN_EXCHANGE: readonly string[] = ['get_funding_history', 'get_candle_history', 'get_realized_volatility'];
const OPERATIONS = compileCatalogue({ detail: 'full' }).entries.flatMap(({ alias, operation }) =>
  alias === null && hasReceipt(operation) && !OF_AN_EXCHANGE.includes(operation.name) ? [operation] : [],
);

/** Each operation about each market, each venue and everything, as far as its arguments allow it. */
const QUESTIONS = OPERATIONS.flatMap(({ name, input }) => {
  const isOf = (argument: string) => argument in input.shape;
  // Arguments that an operation requires beside its market.
  const others = isOf('side') ? { side: 'buy', size: 1 } : {};
  const asked = [{}, { venue: 'kraken-spot' }, { symbol: 'BTCUSDT' }, ...MARKETS, { venue: 'kraken-spot', symbol: 'btc/usd' }]
    .map((args) => ({ ...args, ...others }))
    .filter((args) => Object.keys(args).every(isOf) && input.safeParse(args).success);
  return asked.map((args) => ({ operation: name, args }));
});

let directory: string;
let evidence: LogEvidence;
let places: readonly LogPoint[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallyfoil-narrow-'));
  const { asked } = await logRun({
    directory,
    venues: VENUES,
    seconds: SECONDS,
    seed: 23,
    faults: DETECTED,
    log: { segmentBytes: 600_000, checkpointSeconds: 7 },
    askEveryMs: 170,
  });
  evidence = createLogEvidence({ directory, venues, source: 'recorded', settings: readConfig({}) });
  const points = asked.flatMap(({ answer }) => {
    const cited = parseReceipt(String(answer['receipt']))?.evidence;
    return cited?.kind === 'log' ? cited.points : [];
  });
  const step = Math.floor(points.length / PLACES);
  places = points.filter((_, i) => i % step === step - 1);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

type Answers = ReadonlyMap<(typeof QUESTIONS)[number], string>;

const answersOf = async (questions: typeof QUESTIONS, market: MarketService): Promise<Answers> => {
  const answers = new Map<(typeof QUESTIONS)[number], string>();
  for (const question of questions) {
    const answer = await askMarket(question.operation, question.args, servicesOfMarket(market)).catch(String);
    answers.set(question, typeof answer === 'string' ? answer : JSON.stringify(answer));
  }
  return answers;
};

const receiptIn = (answer: string): Receipt | null => {
  const found: unknown = answer.startsWith('{') ? (JSON.parse(answer) as Record<string, unknown>)['receipt'] : null;
  return typeof found === 'string' ? parseReceipt(found) : null;
};

const subjectIn = (answer: string): EvidenceSubject | null => {
  const receipt = receiptIn(answer);
  return receipt === null ? null : asking.subject(receipt);
};

const nameOf = (subject: EvidenceSubject | null): string => JSON.stringify(subject);

test('each operation answers from what its receipt reads as it does from everything, at every place', async () => {
  const narrow = new Set<string>();
  for (const place of places) {
    let whole: Answers = new Map();
    expect((await evidence.visit([place], async (_, market) => void (whole = await answersOf(QUESTIONS, market)))).size).toBe(0);
    expect([...whole.values()].filter((answer) => receiptIn(answer) !== null).length).toBeGreaterThan(OPERATIONS.length * 2);
    for (const [name, own] of Map.groupBy(whole, ([, answer]) => nameOf(subjectIn(answer)))) {
      const subject = JSON.parse(name) as EvidenceSubject | null;
      if (subject === null) continue;
      const look = async (_: LogPoint, market: MarketService) => {
        const answers = await answersOf(
          own.map(([question]) => question),
          market,
        );
        for (const [question, answer] of own) {
          expect(answers.get(question), `${JSON.stringify(question)} from ${name} at ${place.seq}`).toBe(answer);
          narrow.add(question.operation);
        }
      };
      expect((await evidence.visit([place], look, { subjectOf: () => subject })).size).toBe(0);
    }
  }
  expect([...narrow].toSorted()).toEqual(OPERATIONS.map(({ name }) => name).toSorted());
});

test('several subjects in one visit are read together', async () => {
  const [last, before] = [places.at(-1) as LogPoint, places.at(-2) as LogPoint];
  const subjects = new Map<LogPoint, EvidenceSubject>([
    [before, { venue: 'binance-spot', symbol: 'ETHUSDT' }],
    [last, { venue: 'kraken-spot', symbol: null }],
  ]);
  const ask = async (options: Parameters<LogEvidence['visit']>[2]) => {
    const found: string[] = [];
    const look = async (point: LogPoint, market: MarketService) => {
      const { venue, symbol } = subjects.get(point) as EvidenceSubject;
      const name = symbol === null ? 'list_markets' : 'get_report';
      found.push(
        ...(await answersOf([{ operation: name, args: symbol === null ? { venue } : { venue, symbol } }], market)).values(),
      );
    };
    expect((await evidence.visit([before, last], look, options)).size).toBe(0);
    return found;
  };
  const narrow = await ask({ subjectOf: (point) => subjects.get(point) ?? null });
  expect(narrow.length).toBe(2);
  expect(narrow.toSorted()).toEqual((await ask({})).toSorted());
});

test('what is left out is neither restored nor paid for', async () => {
  const place = places.at(-1) as LogPoint;
  const unitsOf = async (subject: EvidenceSubject | null) => {
    let units = 0;
    let markets: readonly string[] = [];
    const allowance = { units: MOST_UNITS, ms: MOST_UNITS };
    const budget = createWorkBudget({ narrow: allowance, wide: allowance, usedMs: () => 0 });
    const spend = (count: number) => {
      units += count;
      return budget.spend(count);
    };
    const look = async (_: LogPoint, market: MarketService) =>
      void (markets = (await market.listMarkets({})).markets.map(({ instrument }) => instrument));
    await evidence.visit([place], look, { budget: { ...budget, spend }, subjectOf: () => subject });
    return { units, markets };
  };
  const whole = await unitsOf(null);
  expect(whole.markets).toHaveLength(4);
  const venue = await unitsOf({ venue: 'binance-spot', symbol: null });
  expect(venue.markets).toEqual(['binance-spot:BTCUSDT', 'binance-spot:ETHUSDT']);
  const market = await unitsOf({ venue: 'binance-spot', symbol: 'ETHUSDT' });
  expect(market.markets).toEqual(['binance-spot:ETHUSDT']);
  expect(market.units).toBeLessThan(venue.units);
  expect(venue.units).toBeLessThan(whole.units);
});

test('a budget that is enough for what is replayed reaches the place, whatever else the log holds', async () => {
  const place = places.at(-1) as LogPoint;
  const subject = { venue: 'kraken-spot', symbol: 'BTC/USD' };
  let units = 0;
  const counted: WorkBudget = {
    affords: () => true,
    widen: () => {},
    part: () => counted,
    spend: (count: number) => ((units += count), true),
  };
  const look = async () => {};
  await evidence.visit([place], look, { budget: counted, subjectOf: () => subject });
  const narrow = units;
  units = 0;
  await evidence.visit([place], look, { budget: counted });
  // Most inputs of this log are of the other venue.
  expect(narrow).toBeLessThan(units * 0.7);
  const reached = async (share: number) => {
    const allowance = { units: Math.ceil(narrow * share), ms: MOST_UNITS };
    const budget = createWorkBudget({ narrow: allowance, wide: allowance, usedMs: () => 0 });
    return (await evidence.visit([place], look, { budget, subjectOf: () => subject })).size === 0;
  };
  expect(await reached(1.15)).toBe(true);
  expect(await reached(0.9)).toBe(false);
});

test.each([
  ['a venue that the log does not have', { venue: 'binance-usdm', symbol: 'BTCUSDT' }, 4],
  ['a venue that this build does not have', { venue: 'atlantis', symbol: 'BTCUSDT' }, 4],
  ['another spelling of a market', { venue: 'kraken-spot', symbol: 'btcusd' }, 2],
])('%s narrows nothing that may be read', async (_, subject, left) => {
  let found = 0;
  const look = async (__: LogPoint, market: MarketService) => void (found = (await market.listMarkets({})).markets.length);
  for (const place of [places[0] as LogPoint, places.at(-1) as LogPoint]) {
    await evidence.visit([place], look, { subjectOf: () => subject });
    expect(found).toBe(left);
  }
});

test('the time before a receipt is the same, look for look', async () => {
  const place = places.at(-1) as LogPoint;
  const subject = { venue: 'binance-spot', symbol: 'BTCUSDT' };
  const trailOf = async (options: Parameters<LogEvidence['trail']>[3]) => {
    const looks: unknown[] = [];
    let end = 0;
    await evidence.visit(
      [place],
      async (___, market) => void (end = Date.parse((await market.getReport(subject)).as_of) * 1_000),
    );
    const why = await evidence.trail(
      place,
      end - 5 * US_PER_SECOND,
      async (at, market) => void looks.push([at, JSON.stringify(await market.getReport(subject))]),
      options,
    );
    return { why, looks };
  };
  const narrow = await trailOf({ subject });
  expect(narrow.looks.length).toBeGreaterThan(40);
  expect(narrow).toEqual(await trailOf({}));
});
