// Receipts of this build, checked by the program of another build: a copy of the source with real changes.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAlerts } from '../../src/app/alerts.ts';
import { readConfig } from '../../src/app/config.ts';
import { inputStamp } from '../../src/app/market-stamp.ts';
import { servicesOfMarket } from '../../src/app/services/make.ts';
import { openServerState } from '../../src/app/state.ts';
import { silentLog } from '../../src/core/index.ts';
import { compileCatalogue, createWatchHub, hasReceipt, type Services } from '../../src/operations/index.ts';
import { RULE } from '../../src/services/alerts/testing/stage.ts';
import type { ClaimAnswer } from '../../src/services/claims/index.ts';
import { logRun, type Question, type Running } from '../app/testing/logged-run.ts';
import { inParts } from '../testing/in-parts.ts';
import { report } from '../testing/report.ts';
import { shareOf } from '../testing/scale.ts';
import { withPatchedCopy, type Patch } from './testing/patched-copy.ts';

const RECEIPTS = Math.max(50, shareOf(1_000));
/** Receipts per call of the other program, because it takes seconds to start. */
const A_CALL = 50;
const ASK_EVERY_MS = 500;
const ASKED_EACH = 4;
const WARM_UP_SECONDS = 30;
const DETECTED = 'drop:0.01,close@25s';

/** Every operation that gives receipts, with default and with other arguments. */
const QUESTIONS: readonly Question[] = [
  ['get_report', { symbol: 'BTCUSDT', venue: 'binance-spot' }],
  ['get_report', { symbol: 'BTCUSDT', venue: 'binance-usdm' }],
  ['get_report', { symbol: 'btc/usd', venue: 'kraken-spot', detail: 'concise' }],
  ['get_book', { symbol: 'ETHUSDT', venue: 'binance-spot', depth: 7 }],
  ['get_book', { symbol: 'BTC/USD', venue: 'kraken-spot' }],
  ['get_trades', { symbol: 'BTCUSDT', venue: 'binance-usdm', limit: 3 }],
  ['get_trades', { symbol: 'BTCUSDT', venue: 'binance-spot' }],
  ['get_latest', { symbol: 'BTCUSDT', venue: 'binance-usdm' }],
  ['get_latest', { symbol: 'ETHUSDT', venue: 'binance-usdm', prints: 3 }],
  ['get_latest', { symbol: 'BTC/USD', venue: 'kraken-spot' }],
  ['get_liquidations', { symbol: 'BTCUSDT', venue: 'binance-usdm' }],
  ['get_liquidations', { symbol: 'ETHUSDT', venue: 'binance-usdm', minutes: 1 }],
  ['get_flow', { symbol: 'BTCUSDT', venue: 'binance-spot', windows: [5, 30] }],
  ['get_flow', { symbol: 'BTCUSDT', venue: 'binance-usdm' }],
  ['get_vpin', { symbol: 'BTCUSDT', venue: 'binance-spot' }],
  ['get_features', { symbol: 'BTCUSDT', venue: 'binance-usdm' }],
  ['get_features', { symbol: 'BTC/USD', venue: 'kraken-spot' }],
  ['get_liquidity', { symbol: 'BTCUSDT', venue: 'binance-spot', sizes: [0.5, 20] }],
  ['get_liquidity', { symbol: 'ETHUSDT', venue: 'binance-usdm' }],
  ['get_changes', { symbol: 'BTCUSDT', venue: 'binance-spot', minutes: 1 }],
  ['estimate_execution', { symbol: 'BTCUSDT', venue: 'binance-spot', side: 'buy', size: 0.5 }],
  ['estimate_execution', { symbol: 'ETHUSDT', venue: 'binance-usdm', side: 'sell', size: 1000, size_unit: 'quote', fee_bps: 5 }],
  ['get_candles', { symbol: 'BTCUSDT', venue: 'binance-spot' }],
  ['get_candles', { symbol: 'BTCUSDT', venue: 'binance-usdm', interval: '1m', limit: 2 }],
  ['get_anomalies', {}],
  ['get_anomalies', { symbol: 'BTCUSDT', venue: 'binance-spot' }],
  ['get_funding_history', { symbol: 'BTCUSDT' }],
  ['get_funding_history', { symbol: 'ETHUSDT', venue: 'binance-usdm', limit: 5 }],
  ['get_funding_history', { symbol: 'ETHUSDT', from: '2026-01-10T00:00:00Z', limit: 4 }],
  ['get_candle_history', { symbol: 'BTCUSDT', venue: 'binance-usdm', interval: '1m', limit: 3 }],
  ['get_candle_history', { symbol: 'ETHUSDT', venue: 'binance-usdm', interval: '5m', from: '2026-01-10T00:00:00Z', limit: 4 }],
  ['get_realized_volatility', { symbol: 'BTCUSDT', venue: 'binance-usdm', window: '20m' }],
  ['list_markets', {}],
  ['list_markets', { venue: 'binance-usdm' }],
  ['get_data_health', {}],
  ['get_data_health', { venue: 'binance-usdm' }],
];

let root: string;
let receipts: readonly string[];
let ofAlerts = 0;
/** Receipts of answers whose spread is a number; they depend on its formula. */
let withSpread: ReadonlySet<string>;

/** Alerts as a server has them, firing at each change of a price. */
async function alertsOf({ engine, market, funding, clock }: Running) {
  const registry = compileCatalogue({ detail: 'full' });
  const services = () => Promise.resolve({ ...servicesOfMarket(market), funding } as Services);
  const hub = createWatchHub({ context: { services, registry, log: silentLog }, stamp: inputStamp(engine), clock });
  const opened = openServerState(root, 'recorded');
  const base = {
    opened,
    config: readConfig({}),
    source: 'recorded',
    market,
    engine,
    hub,
    clock,
    log: silentLog,
    isNewMarket: false,
  } as const;
  const alerts = openAlerts(base);
  const rule = { ...RULE, field: 'last_price', when: 'changes', value: null, when_stale: 'use', expires_in_sec: null } as const;
  for (const input of [
    { symbol: 'BTCUSDT', venue: 'binance-usdm' },
    { symbol: 'BTC/USD', venue: 'kraken-spot' },
  ])
    await alerts.service.create({ ...rule, input });
  return { ...alerts, state: opened.state };
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tallyfoil-patched-log-'));
  const asking = Math.max(10, (1.2 * RECEIPTS * ASK_EVERY_MS) / ASKED_EACH / 1_000);
  let opening: ReturnType<typeof alertsOf> | null = null;
  const { asked } = await logRun({
    directory: join(root, 'recorded'),
    venues: ['binance-spot', 'kraken-spot', 'binance-usdm'],
    seconds: WARM_UP_SECONDS + asking,
    seed: 9,
    faults: DETECTED,
    askEveryMs: ASK_EVERY_MS,
    questions: QUESTIONS,
    begun: (running) => void (opening = alertsOf(running)),
  });
  const alerts = await (opening as unknown as ReturnType<typeof alertsOf>);
  const { fired } = await alerts.service.list({ limit: 0, fired: 100 });
  await alerts.close();
  alerts.state?.close();
  const fromAlerts = new Set(fired.flatMap(({ receipt }) => receipt ?? []).slice(0, RECEIPTS / 10));
  // An alert and a question can have the same answer.
  const answers = asked.filter(({ answer: { receipt } }) => typeof receipt === 'string' && !fromAlerts.has(receipt));
  ofAlerts = fromAlerts.size;
  // Newest first, without duplicates: equal questions share one answer of the venue for a while.
  const ofAnswers = new Set(answers.map(({ answer }) => String(answer['receipt'])).toReversed());
  receipts = [...fromAlerts, ...[...ofAnswers].slice(0, RECEIPTS - ofAlerts)];
  withSpread = new Set(
    answers.flatMap(({ answer }) => (hasSpread(answer) || hasSpread(answer['now']) ? [String(answer['receipt'])] : [])),
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Whether an answer, or a moment of one, has a spread. */
const hasSpread = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'spread_bps' in value && typeof value.spread_bps === 'number';

interface Row {
  readonly receipt: string;
  readonly verdict: string;
  readonly reason: string;
}

async function checkedBy(program: string, given: readonly string[]): Promise<readonly Row[]> {
  const child = spawn(process.execPath, [program, 'check', '-', '--json', '--data-dir', root], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, CHECK_BUDGET_MS: '60000' },
  });
  child.stdin.end(given.join('\n'));
  const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (out === '') throw new Error(problems);
  const rows = (JSON.parse(out) as ClaimAnswer).receipts;
  return rows.map(({ receipt, verdict, reason }) => ({ receipt, verdict, reason }));
}

/** The other build's verdict on every receipt. */
const verdictsOf = (name: string, patch: Patch): Promise<readonly Row[]> =>
  withPatchedCopy(patch, async (program) => {
    const run = (from: number, count: number) => checkedBy(program, receipts.slice(from, from + count));
    return (await inParts({ name, from: 0, count: receipts.length, size: A_CALL }, run)).flat();
  });

/** Number of receipts for each verdict and reason. */
function summary(rows: readonly Row[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(rows, ({ verdict, reason }) => (verdict === 'matched' ? verdict : `${verdict}: ${reason}`));
  return Object.fromEntries(Array.from(groups, ([said, all]) => [said, all.length]));
}

const edit = (file: string, from: string, to: string) => ({ file, from, to });
const MARKETS = 'src/operations/market';
const ANSWERS = 'src/services/market/answers';

/** Adds a formula, fields of these operations and of others, defaults, and an operation. */
const MORE: Patch = {
  files: [
    {
      file: `${MARKETS}/list-more-markets.ts`,
      like: `${MARKETS}/list-markets.ts`,
      edits: [{ from: "name: 'list_markets'", to: "name: 'list_more_markets'" }],
    },
  ],
  edits: [
    edit(
      'src/operations/formulas/book.ts',
      'export const BOOK_FORMULAS: readonly Formula[] = [\n',
      `export const BOOK_FORMULAS: readonly Formula[] = [
  { id: 'twice-the-mid', version: 1, title: 'Twice the mid', formula: 'bid + ask', unit: 'quote currency', streams: ['book'], source: 'definition' },
`,
    ),
    edit(
      `${ANSWERS}/report.ts`,
      '  spread_bps: numOrNull(',
      "  twice_the_mid: numOrNull('twice-the-mid', 'Bid + ask.'),\n  spread_bps: numOrNull(",
    ),
    edit(
      'src/services/market/report.ts',
      '    depth: whole ? depthOf(reading) : null,\n',
      '    twice_the_mid: touch && touch.bid + touch.ask,\n    depth: whole ? depthOf(reading) : null,\n',
    ),
    // Every answer about a market has this field.
    edit(
      'src/core/answer-fields.ts',
      "  as_of: time('When the answer was made'),\n",
      "  as_of: time('When the answer was made'),\n  remark: z.string().describe('A remark.').optional(),\n",
    ),
    edit('src/services/market/reading.ts', '    as_of: toRfc3339(at),\n', "    as_of: toRfc3339(at),\n    remark: 'new',\n"),
    edit(`${MARKETS}/get-candles.ts`, ".default('1m')", ".default('5m')"),
    edit(`${MARKETS}/get-latest.ts`, '.default(10)', '.default(7)'),
    edit(`${MARKETS}/get-flow.ts`, '.default([10, 60, 300])', '.default([20, 600])'),
    edit(
      'src/operations/catalogue.ts',
      "import listMarkets from './market/list-markets.ts';\n",
      "import listMarkets from './market/list-markets.ts';\nimport listMoreMarkets from './market/list-more-markets.ts';\n",
    ),
    edit('src/operations/catalogue.ts', '  listMarkets,\n', '  listMarkets,\n  listMoreMarkets,\n'),
  ],
};

/** Doubles the spread, so that no rounding hides the change, and raises the version of its formula. */
const OTHER: Patch = {
  edits: [
    edit(
      'src/operations/formulas/book.ts',
      "id: 'spread-bps-of-bid',\n    version: 1,",
      "id: 'spread-bps-of-bid',\n    version: 2,",
    ),
    edit(
      'src/analytics/flow/spread.ts',
      "export const spreadBpsOfBid = ({ bid, ask }: Pick<Touch, 'bid' | 'ask'>): number | null =>",
      `export const spreadBpsOfBid = ({ bid, ask }: Pick<Touch, 'bid' | 'ask'>): number | null => ((ask - bid) / bid) * 20_000;
export const spreadAsItWas = ({ bid, ask }: Pick<Touch, 'bid' | 'ask'>): number | null =>`,
    ),
  ],
};

describe(`${RECEIPTS} receipts`, () => {
  test('are of every operation that gives them, and some of alerts', () => {
    const operations = compileCatalogue({ detail: 'full' }).entries.flatMap(({ alias, operation }) =>
      alias === null && hasReceipt(operation) ? [operation.name] : [],
    );
    const cited = new Set(receipts.map((receipt) => receipt.split(':')[1]));
    expect(cited).toEqual(new Set(operations));
    expect(new Set(receipts).size).toBe(RECEIPTS);
    expect(ofAlerts).toBe(RECEIPTS / 10);
  });

  test('are matched by a build with a formula, fields, defaults and an operation more', async () => {
    const rows = await verdictsOf('more', MORE);
    report(
      `${rows.length} receipts, ${ofAlerts} of them of alerts, checked by a build with more: ${JSON.stringify(summary(rows))}`,
    );
    expect(rows.map(({ receipt }) => receipt)).toEqual(receipts);
    expect(Object.keys(summary(rows))).toEqual(['matched']);
  });

  test('name the formula that another build changed, and only where their answer rests on it', async () => {
    const rows = await verdictsOf('other', OTHER);
    report(`and by a build with another spread: ${JSON.stringify(summary(rows))}`);
    const changed = 'made by another build: formula spread-bps-of-bid version 1 -> 2. Check it with the build that issued it';
    expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(['matched', 'unsupported']));
    const isOfReport = (receipt: string) => /^tf2:get_(report|liquidity|changes):/.test(receipt);
    for (const { receipt, verdict, reason } of rows) {
      if (withSpread.has(receipt)) expect([receipt, verdict, reason]).toEqual([receipt, 'unsupported', changed]);
      else if (!isOfReport(receipt)) expect([receipt, verdict]).toEqual([receipt, 'matched']);
    }
  });
});
