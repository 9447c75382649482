import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FindingKind } from '../../src/analytics/flow/detectors/index.ts';
import { readConfig } from '../../src/app/config.ts';
import { US_PER_MS, US_PER_SECOND } from '../../src/core/index.ts';
import { openRecording } from '../../src/recordings/index.ts';
import { createEngine, findingsOf } from '../../src/services/market/index.ts';
import { stateOf, type MarketState } from '../../src/services/market/market-state.ts';
import { watching } from '../../src/services/market/studies/watching.ts';
import { venues } from '../../src/venues/index.ts';

const ROOT = process.env['TALLYFOIL_TEST_DATA'];
const TICK_US = 100 * US_PER_MS;
const KINDS = ['spoofing', 'iceberg', 'flash_crash_risk'] as const satisfies readonly FindingKind[];
const ETHBTC = 'recordings/ethbtc-2020-11-01';
const BTC = 'recordings/btc-2026-02-16';

/** Recordings with a book, and how many of their markets at least one detector watches. One file opens the files beside it. */
const JUDGED: readonly { readonly file: string; readonly markets: number; readonly with?: readonly string[] }[] = [
  { file: 'recordings/spot_btcusdt_20240808.gz', markets: 1 },
  { file: 'recordings/spot_ethusdt_20240808.gz', markets: 1 },
  { file: 'recordings/usdm_btcusdt_20240808.gz', markets: 1 },
  {
    file: `${ETHBTC}/ETHBTC_2020-11-01T09-00-00_update.json.gz`,
    markets: 1,
    with: [`${ETHBTC}/ETHBTC_2020-11-01T09-00-00_snapshot.json.gz`, `${ETHBTC}/ETHBTC_2020-11-01T09-00-00_trades.json.gz`],
  },
  {
    file: `${BTC}/lobdeep_btc_spot_2026-02-16_04.top50.jsonl.gz`,
    markets: 1,
    with: [`${BTC}/trades_btc_spot_2026-02-16_04.csv.gz`],
  },
  { file: 'payloads/cryptofeed/BINANCE.0.gz', markets: 4 },
  { file: 'payloads/cryptofeed/BINANCE_FUTURES.0.gz', markets: 4 },
];

/** Files that no detector can judge, each with the error of the product; null: a market without updates of its book. */
const UNJUDGED: readonly (readonly [file: string, code: string | null])[] = [
  [`${ETHBTC}/BTCUSDT_2020-11-01T09-00-00_snapshot.json.gz`, null],
  [`${ETHBTC}/BTCUSDT_2020-11-01T09-00-00_trades.json.gz`, null],
  [`${ETHBTC}/ETHUSDT_2020-11-01T09-00-00_snapshot.json.gz`, null],
  [`${ETHBTC}/ETHUSDT_2020-11-01T09-00-00_trades.json.gz`, null],
  [`${BTC}/lobdeep_btc_fut_2026-02-16_04.top50.jsonl.gz`, 'TF_RECORDING_VENUE_UNSUPPORTED'],
  [`${BTC}/trades_btc_fut_2026-02-16_04.csv.gz`, 'TF_RECORDING_VENUE_UNSUPPORTED'],
  ['recordings/hyperliquid_btcusd_20250126.gz', 'TF_RECORDING_VENUE_UNSUPPORTED'],
  ['recordings/bybit_xrpusdt_ob500.zip', 'TF_RECORDING_FORMAT_UNKNOWN'],
];

const pathOf = (file: string): string => {
  const path = join(ROOT ?? '', file);
  if (!existsSync(path)) throw new Error(`${file} is not in TALLYFOIL_TEST_DATA`);
  return path;
};

interface Watched {
  /** Symbol-hours of the recording. */
  readonly hours: number;
  readonly markets: number;
  /** Symbol-hours in which each detector could judge. */
  readonly judged: Readonly<Record<FindingKind, number>>;
  /** Alarms of medium or higher. */
  readonly alarms: readonly { readonly kind: FindingKind; readonly note: string }[];
}

const hoursOf = (micros: number): number => micros / US_PER_SECOND / 3_600;

const judgedHours = (markets: readonly MarketState[], kind: FindingKind): number =>
  hoursOf(markets.flatMap((market) => stateOf(market, watching).spans[kind]).reduce((sum, { from, to }) => sum + to - from, 0));

async function watch(path: string): Promise<Watched> {
  const engine = createEngine({ venues, source: 'recorded', settings: readConfig({}) });
  let [from, to, nextTick] = [0, 0, 0];
  for await (const { input } of (await openRecording(path)).inputs()) {
    if (input.kind !== 'start') {
      nextTick ||= input.at + TICK_US;
      for (; nextTick <= input.at; nextTick += TICK_US) engine.apply({ kind: 'tick', venue: input.venue, at: nextTick }, null);
    }
    engine.apply(input, null);
    from ||= input.at;
    to = input.at;
  }
  const markets = [...engine.state.markets.values()];
  const judged = { spoofing: 0, iceberg: 0, flash_crash_risk: 0 };
  for (const kind of KINDS) judged[kind] = judgedHours(markets, kind);
  const alarms = markets.flatMap(findingsOf).filter(({ severity }) => severity !== 'low');
  return { hours: hoursOf(to - from) * markets.length, markets: markets.length, judged, alarms };
}

describe.skipIf(ROOT === undefined)('recordings of real markets', () => {
  test('raise at most one alarm of medium or higher in two symbol-hours', async () => {
    let hours = 0;
    const alarms: string[] = [];
    for (const { file, markets } of JUDGED) {
      const seen = await watch(pathOf(file));
      const row = KINDS.map((kind) => {
        const count = seen.alarms.filter((alarm) => alarm.kind === kind).length;
        return `${kind} ${count} in ${(seen.judged[kind] * 60).toFixed(1)}`;
      });
      console.log(`${file}: ${(seen.hours * 60).toFixed(1)} minutes, ${row.join(', ')}`, ...seen.alarms.map(({ note }) => note));
      expect(seen.markets).toBe(markets);
      expect(Math.max(...KINDS.map((kind) => seen.judged[kind]))).toBeGreaterThan(0);
      hours += seen.hours;
      alarms.push(...seen.alarms.map(({ note }) => note));
    }
    expect(hours).toBeGreaterThan(1);
    expect(alarms.length / hours).toBeLessThanOrEqual(0.5);
  }, 240_000);

  test.each(UNJUDGED)(
    '%s is judged by no detector: %s',
    async (file, code) => {
      if (code !== null) await expect(watch(pathOf(file))).rejects.toMatchObject({ code });
      else {
        const { judged, alarms } = await watch(pathOf(file));
        expect([judged.spoofing, judged.flash_crash_risk, alarms]).toEqual([0, 0, []]);
      }
    },
    120_000,
  );

  test('every file of recordings is in one of the two lists', () => {
    const listed = new Set([
      ...JUDGED.flatMap(({ file, with: more = [] }) => [file, ...more]),
      ...UNJUDGED.map(([file]) => file),
    ]);
    const root = pathOf('recordings');
    const all = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const files = all.map(({ parentPath, name }) => join('recordings', parentPath.slice(root.length), name));
    expect(files.filter((file) => !listed.has(file))).toEqual([]);
  });
});
