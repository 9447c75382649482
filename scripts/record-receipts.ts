// Records a fixture: a small simulated log with receipts of every operation that has one, and the answers that they seal.
// Run by hand when the form of logs or receipts changes: `node scripts/record-receipts.ts NAME`. Old fixtures stay for ever.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readConfig } from '../src/app/config.ts';
import { fromMillis } from '../src/core/index.ts';
import { compileCatalogue, hasReceipt } from '../src/operations/index.ts';
import { openRawLog } from '../src/runtime/raw-log/index.ts';
import { createEngine, createMarketService } from '../src/services/market/index.ts';
import { createExchange, createVirtualClock, type ExchangeOptions } from '../src/simulator/index.ts';
import { venues } from '../src/venues/index.ts';
import { askMarket } from '../test/testing/ask-market.ts';
import { driveSimulated } from '../test/testing/simulated-feed.ts';
import { fixtureDirectory } from '../test/receipts/testing/fixture.ts';

const START = fromMillis(Date.UTC(2026, 0, 15, 12));
const SECONDS = 150;
const ASK_EVERY_SECONDS = 2;
const GZIP_LEVEL = 9;
const LOG = { segmentBytes: 900_000, newLog: '612044' };

const EXCHANGES: readonly Omit<ExchangeOptions, 'clock'>[] = [
  {
    venue: 'binance-spot',
    symbols: ['BTCUSDT'],
    seed: 41,
    scenario: 'iceberg',
    levels: 60,
    intensity: 0.35,
    historyMinutes: 2,
    episodePace: { first: 70, least: 10, mean: 15 },
    faults: 'drop:0.002,close@60s',
  },
  { venue: 'kraken-spot', symbols: ['BTC/USD'], seed: 42, scenario: 'thin', levels: 25, intensity: 0.4, historyMinutes: 2 },
];

/** Questions in turn: each operation with a receipt, with default and with other arguments. */
const QUESTIONS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['get_report', { symbol: 'BTCUSDT' }],
  ['get_book', { symbol: 'BTCUSDT' }],
  ['get_trades', { symbol: 'BTCUSDT' }],
  ['get_candles', { symbol: 'BTCUSDT' }],
  ['get_flow', { symbol: 'BTCUSDT' }],
  ['get_liquidity', { symbol: 'BTCUSDT' }],
  ['get_anomalies', {}],
  ['get_data_health', {}],
  ['list_markets', {}],
  ['get_report', { symbol: 'btc/usd', venue: 'kraken-spot', detail: 'concise' }],
  ['get_book', { symbol: 'BTC/USD', venue: 'kraken-spot', depth: 7 }],
  ['get_trades', { symbol: 'BTC/USD', venue: 'kraken-spot', limit: 3 }],
  ['get_candles', { symbol: 'BTCUSDT', interval: '1m', limit: 2 }],
  ['get_flow', { symbol: 'BTC/USD', venue: 'kraken-spot', windows: [5, 30], detail: 'concise' }],
  ['get_liquidity', { symbol: 'BTCUSDT', sizes: [0.5, 20], detail: 'concise' }],
  ['get_anomalies', { symbol: 'BTCUSDT', detail: 'concise' }],
  ['get_data_health', { venue: 'kraken-spot', symbol: 'BTC/USD' }],
  ['list_markets', { venue: 'kraken-spot' }],
  ['get_latest', { symbol: 'BTCUSDT', venue: 'binance-spot' }],
  ['get_features', { symbol: 'BTCUSDT' }],
];

async function record(directory: string) {
  const clock = createVirtualClock(START);
  const engine = createEngine({ venues, source: 'simulated', settings: readConfig({}) });
  const rawLog = await openRawLog({
    directory,
    clock,
    venues: EXCHANGES.map(({ venue }) => venue),
    source: 'simulated',
    configHash: 'fixture',
    checkpoint: () => engine.capture(),
    ...LOG,
  });
  const parts = EXCHANGES.map((options) => {
    const venue = venues.get(options.venue);
    if (venue === undefined) throw new Error(`no venue ${options.venue}`);
    const exchange = createExchange({ ...options, clock });
    const apply = (input: Parameters<typeof engine.apply>[0]) => engine.apply(input, rawLog.append(input));
    const sent = (conn: number, text: string, at: number) => rawLog.appendSent({ venue: options.venue, conn, text, at });
    return { exchange, driver: driveSimulated({ venue, exchange, clock, settings: { seed: options.seed }, apply, sent }) };
  });
  const market = createMarketService({ engine, clock, rawLog, syncWaitMs: 0 });
  const answers = [];
  for (let second = 0; second < SECONDS; second++) {
    clock.advanceBy(1_000);
    if (second % ASK_EVERY_SECONDS === 0) {
      const [operation, input] = QUESTIONS[answers.length % QUESTIONS.length] as (typeof QUESTIONS)[number];
      answers.push(await askMarket(operation, input, { market }));
    }
    await rawLog.flush();
  }
  for (const [operation, input] of QUESTIONS) answers.push(await askMarket(operation, input, { market }));
  for (const { exchange, driver } of parts) {
    driver.stop();
    exchange.stop();
  }
  await rawLog.close();
  return answers;
}

const [name] = process.argv.slice(2);
if (name === undefined) throw new Error('give the fixture a name, such as tf2');
const operations = compileCatalogue({ detail: 'full' }).entries.flatMap(({ alias, operation }) =>
  alias === null && hasReceipt(operation) ? [operation.name] : [],
);
const unasked = operations.filter((operation) => !QUESTIONS.some(([asked]) => asked === operation));
if (unasked.length > 0) throw new Error(`add questions for ${unasked.join(', ')}`);
const work = await mkdtemp(join(tmpdir(), 'tallyfoil-fixture-'));
const answers = await record(work);
const target = fixtureDirectory(name);
await mkdir(target, { recursive: true });
for (const file of await readdir(join(work, 'raw')))
  await writeFile(join(target, `${file}.gz`), gzipSync(await readFile(join(work, 'raw', file)), { level: GZIP_LEVEL }));
await writeFile(join(target, 'answers.json.gz'), gzipSync(JSON.stringify(answers), { level: GZIP_LEVEL }));
await writeFile(join(target, 'operations.json'), `${JSON.stringify(operations, null, 2)}\n`);
await rm(work, { recursive: true });
process.stdout.write(`${answers.length} answers in ${target}\n`);
