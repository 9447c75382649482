import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import type { Clock, Micros } from '../../core/index.ts';
import { createCandleService } from '../../services/candles/index.ts';
import { createFundingService } from '../../services/funding/index.ts';
import { createMarketService } from '../../services/market/index.ts';
import { BOOK_A, stage, SYMBOL, type Stage } from '../../services/market/testing/stage.ts';
import { callOperation } from '../call.ts';
import type { Detail } from '../fields.ts';
import { compileCatalogue } from '../catalogue.ts';
import { testContext } from '../testing/context.ts';
import { handMadeServices } from '../testing/services.ts';
import { binanceUsdm } from '../../venues/binance-usdm/index.ts';
import { STUDY_CARDS } from '../../services/market/answers/study-cards.ts';

type Json = Readonly<Record<string, unknown>>;
interface Entry {
  readonly field: string;
  readonly reason: string;
}

/** Fields whose null is documented in the schema, or has its reason beside it. */
const NO_VALUE: readonly RegExp[] = [
  /^age_ms$/,
  /^data_age_ms$/,
  /^receipt$/,
  /^coverage\.(from|to)$/,
  /^inputs\[\d+\]\.(age_ms|seq)$/,
  /^absent\[\d+\]\.ready_at$/,
  /^next_before_id$/,
  /^next_from$/,
  /^next_after$/,
  /^markets\[\d+\]\.(tick|lot|contract|last_price_age_ms|data_age_ms)$/,
  /^venues\[\d+\]\.(host|clock_offset_ms)$/,
  /^streams\[\d+\]\.(age_ms|seq|since)$/,
  /^raw_log\.(segment|reason)$/,
  /^bus\.(reason|lag_ms)$/,
  /^order\.(limit_price|max_slippage_bps|fee_bps)$/,
];
/** Null means no limit here, but only while the book is synced. */
const UNLIMITED = /^(known_from|known_to|seq)$/;

function nullsOf(value: unknown, path = ''): string[] {
  if (value === null) return [path];
  if (Array.isArray(value)) return value.flatMap((item, i) => nullsOf(item, `${path}[${i}]`));
  if (typeof value !== 'object') return [];
  return Object.entries(value as Json).flatMap(([key, item]) => nullsOf(item, path === '' ? key : `${path}.${key}`));
}

const covers = (field: string, path: string): boolean =>
  path === field || (path.startsWith(field) && ['.', '['].includes(path[field.length] as string));

const isPath = (field: string): boolean => /^[a-z_0-9]+(\.[a-z_0-9]+|\[\d+\]|\[[a-z_]+=[^\]]+\])*$/.test(field);

function checkAnswer(answer: Json, name: string): void {
  const absent = (answer['absent'] ?? []) as readonly Entry[];
  for (const { field, reason } of absent) {
    expect(isPath(field), `${name}: "${field}" is no path`).toBe(true);
    expect(reason.length, `${name}: ${field} has no reason`).toBeGreaterThan(5);
    expect(reason, name).not.toBe('unknown');
    expect(reason, `${name}: ${field} is null, and all is well`).not.toContain('is synced');
  }
  const fields = absent.map(({ field }) => field);
  expect(new Set(fields).size, `${name}: a field has two reasons`).toBe(fields.length);
  const isKnown = answer['levels_total'] != null;
  const unexplained = nullsOf(answer).filter(
    (path) =>
      !NO_VALUE.some((known) => known.test(path)) &&
      !(isKnown && UNLIMITED.test(path)) &&
      !absent.some(({ field }) => covers(field, path)),
  );
  expect(unexplained, name).toEqual([]);
  const inputs = (answer['inputs'] ?? []) as readonly { readonly age_ms: number | null }[];
  // An answer from one exchange with the venue has the age of that exchange.
  if (/^get_(funding_history|candle_history|realized_volatility)/.test(name)) return;
  // The list of markets and the data health have an age in each row.
  const isListed = 'markets' in answer || 'streams' in answer;
  for (const age of isListed ? [] : [answer['age_ms'], answer['data_age_ms'] ?? answer['age_ms']])
    expect(
      inputs.map(({ age_ms }) => age_ms),
      `${name}: no input has the age ${JSON.stringify(age)}`,
    ).toContain(age);
  const { from, to, complete } = answer['coverage'] as { from: string | null; to: string | null; complete: boolean };
  if (from === null || to === null) expect(complete, `${name}: a span that is not known is complete`).toBe(false);
}

/** `get_features` has a line for each column of each study. */
const COLUMNS = Object.values(STUDY_CARDS).reduce((sum, { columns }) => sum + Object.keys(columns).length, 0);
const tokensOf = (name: string): number => (name === 'get_features' ? 240 + 40 * COLUMNS : 600);

const QUESTIONS: readonly (readonly [name: string, input: Json])[] = [
  ['get_report', { symbol: SYMBOL }],
  ['get_book', { symbol: SYMBOL }],
  ['get_trades', { symbol: SYMBOL }],
  ['get_latest', { symbol: SYMBOL }],
  ['get_liquidations', { symbol: SYMBOL }],
  ['get_liquidations', { symbol: SYMBOL, since: '2026-01-15T11:59:00Z', detail: 'full' }],
  ['get_funding_history', { symbol: SYMBOL }],
  ['get_funding_history', { symbol: SYMBOL, limit: 2 }],
  ['get_candle_history', { symbol: SYMBOL }],
  ['get_realized_volatility', { symbol: SYMBOL }],
  ['get_candles', { symbol: SYMBOL }],
  ['get_candles', { symbol: SYMBOL, interval: '1h' }],
  ['get_flow', { symbol: SYMBOL }],
  ['get_vpin', { symbol: SYMBOL }],
  ['get_features', { symbol: SYMBOL }],
  ['get_liquidity', { symbol: SYMBOL, sizes: [1, 1_000] }],
  ['get_liquidity', { symbol: SYMBOL }],
  ['estimate_execution', { symbol: SYMBOL, side: 'buy', size: 1 }],
  ['estimate_execution', { symbol: SYMBOL, side: 'sell', size: 1e9, size_unit: 'quote', limit_price: 99.85, fee_bps: 5 }],
  ['estimate_execution', { symbol: SYMBOL, side: 'buy', size: 1e9, max_slippage_bps: 3 }],
  ['get_latest', { symbol: SYMBOL }],
  ['get_changes', { symbol: SYMBOL }],
  ['get_changes', { symbol: SYMBOL, minutes: 1 }],
  ['get_anomalies', { symbol: SYMBOL }],
  ['get_anomalies', {}],
  ['get_data_health', {}],
  ['list_markets', {}],
];

/** Funding with all that a venue can leave out: the settlement before, a mark price, a usual interval. */
const fundingAt = (at: Micros) =>
  createFundingService({
    venues: new Map([[binanceUsdm.card.id, binanceUsdm]]),
    followed: () => null,
    ask: async (_venue, question, input) => ({ question, input, at, body: JSON.stringify(SETTLEMENTS), place: null }),
    source: 'recorded',
    clock: { now: () => at },
  });
/** Candles of a venue with a hole among them. */
const candlesAt = (at: Micros) =>
  createCandleService({
    venues: new Map([[binanceUsdm.card.id, binanceUsdm]]),
    followed: () => null,
    ask: async (_venue, question, input) => ({ question, input, at, body: JSON.stringify(ROWS), place: null }),
    source: 'recorded',
    clock: { now: () => at },
  });
const ROWS = [0, 1, 5].map((hours) => {
  const start = Date.UTC(2026, 0, 10, hours);
  return [start, '100', '101', '99', '100', '5', start + 3_599_999, '500', 7, '1', '100', '0'];
});
const SETTLEMENTS = [0, 8, 16, 80].map((hours) => ({
  symbol: SYMBOL,
  fundingTime: Date.UTC(2026, 0, 10, hours),
  fundingRate: '0.0001',
  markPrice: hours === 8 ? '' : '61000.5',
}));

async function askAll(on: Stage, detail: Detail): Promise<readonly (readonly [name: string, answer: Json])[]> {
  const clock: Clock = { now: () => on.now(), after: (_ms, run) => (queueMicrotask(run), () => {}) };
  const market = createMarketService({ engine: on.engine, clock, rawLog: null, syncWaitMs: 0 });
  const services = { ...handMadeServices(market), funding: fundingAt(on.now()), candles: candlesAt(on.now()) };
  const context = { ...testContext({ detail }), services: async () => services };
  return Promise.all(QUESTIONS.map(async ([name, input]) => [name, await callOperation(context, name, input)] as const));
}

/** A healthy market: an update and a trade each half second. */
function runFor(on: Stage, seconds: number, from: number): number {
  let id = from;
  for (let i = 0; i < seconds * 2; i++) {
    on.wait(0.5);
    id++;
    on.depth(id, id, { bids: [[99.5 - (id % 3) / 10, 3]] });
    on.trade(id, 100 + (id % 3) / 10, 0.1, id % 2 === 0 ? 'buy' : 'sell');
    on.ticker();
  }
  return id;
}

const STATES: Readonly<Record<string, () => Stage>> = {
  'at the first trade': () => {
    const on = stage();
    on.trade(1, 100, 1, 'buy');
    return on;
  },
  'just synced': () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    on.depth(11, 11);
    return on;
  },
  'synced for a minute': () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    runFor(on, 60, 10);
    return on;
  },
  'synced for ten minutes': () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    runFor(on, 600, 10);
    return on;
  },
  'a book without asks': () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    const id = runFor(on, 60, 10) + 1;
    on.depth(id, id, { asks: BOOK_A.asks.map(([price]) => [price, 0] as const) });
    return on;
  },
  'an empty book': () => {
    const on = stage();
    on.snapshot(10, { bids: [], asks: [] });
    on.depth(11, 11);
    on.trade(1, 100, 1, 'buy');
    on.ticker();
    on.wait(1);
    return on;
  },
  'after a gap of the book': () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    const id = runFor(on, 60, 10);
    on.depth(id + 5, id + 6);
    return on;
  },
  'after a gap of the trades': () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    const id = runFor(on, 60, 10);
    on.trade(id + 5, 100, 1, 'buy');
    return on;
  },
  disconnected: () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    runFor(on, 60, 10);
    on.close();
    on.wait(20);
    return on;
  },
  'silent for a minute': () => {
    const on = stage();
    on.snapshot(10, BOOK_A);
    runFor(on, 60, 10);
    on.wait(60);
    return on;
  },
};

test('every answer with absences or inputs is asked for', () => {
  const due = compileCatalogue({ detail: 'full' }).entries.filter(
    ({ alias, operation }) => alias === null && ['absent', 'inputs'].some((field) => field in operation.output.shape),
  );
  expect(new Set(QUESTIONS.map(([name]) => name))).toEqual(new Set(due.map(({ name }) => name)));
});

describe.each(Object.keys(STATES))('each null has its reason under its own path: %s', (state) => {
  test.each(['full', 'concise'] as const)('%s', async (detail) => {
    const answers = await askAll((STATES[state] as () => Stage)(), detail);
    for (const [name, answer] of answers) {
      checkAnswer(answer, `${name}, ${detail}, ${state}`);
      // The cost of each requested size is added.
      const isSized = ((answer['execution'] ?? []) as readonly unknown[]).length > 0;
      if (detail === 'concise' && !isSized)
        expect(countTokens(JSON.stringify(answer)), `${name}, ${state}`).toBeLessThanOrEqual(tokensOf(name));
    }
  });
});
