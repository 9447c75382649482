import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { dieboldMariano } from '../src/analytics/forecast/evaluate/index.ts';
import {
  dayAheadHar,
  dayAheadModel,
  ewmaModel,
  garchModel,
  harModel,
  lastRate,
  rateAverage,
  rateRegression,
  realisedDays,
  rollingRates,
  rollingVariance,
  weekdayModel,
  type RateModel,
  type TimedBar,
  type VarianceModel,
} from '../src/analytics/forecast/volatility/index.ts';
import type { BenchRow } from './support/row.ts';

const HOUR_US = 3_600_000_000;

const pOf = (first: readonly number[], second: readonly number[]) => dieboldMariano(first, second, { kind: 'bartlett' })?.p ?? 1;

interface Market {
  readonly name: string;
  readonly file: string;
  readonly barUs: number;
  /** Days before the first forecast. */
  readonly train: number;
}

const MARKETS: readonly Market[] = [
  { name: 'BTC 1 h', file: 'binance_spot_BTCUSDT_1h_2017-08_2021-12.csv.gz', barUs: HOUR_US, train: 365 },
  { name: 'BTC 5 m', file: 'binance_usdm_BTCUSDT_5m_20230101_20240514.csv.gz', barUs: HOUR_US / 12, train: 180 },
  { name: 'BNB 1 h', file: 'BNBUSDT_1h_202003_202603.csv.gz', barUs: HOUR_US, train: 365 },
];

const RIVAL = ewmaModel('EWMA 0.94 of realised variance', { over: 'realised' });
const HAR = harModel('HAR');
const HAR_QLIKE = harModel('HAR by QLIKE', { estimate: 'qlike' });
const MODELS: readonly VarianceModel[] = [
  RIVAL,
  ewmaModel('EWMA 0.94 of squared returns', { over: 'returns' }),
  HAR,
  harModel('HAR-J', { terms: ['jumps'] }),
  harModel('HAR, leverage', { terms: ['leverage'] }),
  HAR_QLIKE,
  weekdayModel('HAR by QLIKE and weekday', HAR_QLIKE),
  harModel('HAR of roots', { scale: 'root' }),
  harModel('HAR of logarithms', { scale: 'log' }),
  weekdayModel('HAR, by weekday', HAR),
  garchModel('GARCH', 'garch'),
  garchModel('GJR', 'gjr'),
  garchModel('EGARCH', 'egarch'),
  dayAheadHar(),
  dayAheadModel(),
];
/** Forecasts between fits. */
const REFIT_EVERY = 7;

/** Rows of a candle file. Columns are found by the names in the header: `timestamp` is milliseconds, `date` is ISO. */
function readBars(path: string): readonly TimedBar[] {
  const [head = '', ...lines] = gunzipSync(readFileSync(path)).toString().trim().split('\n');
  const names = head.split(',');
  const column = (name: string) => names.indexOf(name);
  const [stamp, date, open, high, low, close] = ['timestamp', 'date', 'open', 'high', 'low', 'close'].map(column) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return lines.map((line) => {
    const cells = line.split(',');
    const price = (at: number) => Number(cells[at]);
    const ms = stamp >= 0 ? price(stamp) : Date.parse(cells[date]!);
    return { time: ms * 1000, open: price(open), high: price(high), low: price(low), close: price(close) };
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function marketTable(folder: string, { name, file, barUs, train }: Market): readonly BenchRow[] {
  const path = join(folder, 'candles', file);
  if (!existsSync(path)) {
    console.error(`volatility: no ${file}, so ${name} is left out`);
    return [];
  }
  const { days, refused } = realisedDays(readBars(path), { barUs });
  console.error(`volatility: ${name}: ${days.length} days, ${refused.length} refused for gaps`);
  const results = MODELS.map((model) => ({
    model,
    losses: rollingVariance(days, model, { train, refitEvery: REFIT_EVERY }).map(({ loss }) => loss),
  }));
  const lossesOf = (wanted: VarianceModel) => results.find(({ model }) => model === wanted)!.losses;
  const [ewma, har] = [lossesOf(RIVAL), lossesOf(HAR)];
  return results.map(({ model, losses }): BenchRow => ({
    bench: `volatility: ${name}, tomorrow's realised variance, ${model.name}`,
    value: mean(losses),
    unit: 'QLIKE',
    against: RIVAL.name,
    ratio: mean(losses) / mean(ewma),
    n: losses.length,
    data: 'recorded',
    beside: {
      overHar: mean(losses) / mean(har),
      pEqualToEwma: pOf(losses, ewma),
      pEqualToHar: pOf(losses, har),
      refusedDays: refused.length,
    },
  }));
}

const SETTLEMENT_MS = 28_800_000;
/** Settlements before the first forecast: half a year. */
const FUNDING_TRAIN = 540;
/** Venues that settle every eight hours; dYdX of that time settles hourly. */
const VENUES = ['binance', 'bybit', 'gate', 'htx', 'kucoin', 'mexc'];
const RATE_MODELS: readonly RateModel[] = [
  lastRate,
  rateAverage('EWMA 0.7', 0.7),
  rateRegression('AR(1)', [1]),
  rateRegression('cascade of settlement, day and week', [1, 3, 21]),
];

/** The longest stretch of settlements eight hours apart; gaps are not bridged. */
function longestStretch(path: string): Float64Array {
  const rows = gunzipSync(readFileSync(path)).toString().trim().split('\n').slice(1);
  let [best, current, before]: [number[], number[], number] = [[], [], Number.NaN];
  for (const row of rows) {
    const [, date = '', rate = ''] = row.split(',');
    // All times of a file are in one time zone; only their distances matter.
    const time = Math.round(Date.parse(`${date.replace(' ', 'T')}Z`) / 60_000) * 60_000;
    if (time - before !== SETTLEMENT_MS) current = [];
    current.push(Number(rate));
    if (current.length > best.length) best = current;
    before = time;
  }
  return Float64Array.from(best);
}

function fundingRows(path: string, name: string): readonly BenchRow[] {
  const rates = longestStretch(path);
  const results = RATE_MODELS.map((model) => {
    const errors = rollingRates(rates, model, { train: FUNDING_TRAIN, refitEvery: 21 }).map(
      ({ forecast, actual }) => actual - forecast,
    );
    return { model, sizes: errors.map(Math.abs), squares: errors.map((error) => error * error) };
  });
  const last = results[0]!;
  return results.map(({ model, sizes, squares }): BenchRow => ({
    bench: `funding: ${name}, eight hours ahead, ${model.name}`,
    value: mean(sizes) * 10_000,
    unit: 'bps, mean absolute error',
    against: lastRate.name,
    ratio: mean(sizes) / mean(last.sizes),
    n: sizes.length,
    data: 'recorded',
    beside: {
      squaredErrorRatio: mean(squares) / mean(last.squares),
      pEqualAbsolute: pOf(sizes, last.sizes),
      pEqualSquared: pOf(squares, last.squares),
    },
  }));
}

function fundingTable(folder: string): readonly BenchRow[] {
  const place = join(folder, 'derivatives', 'supervik');
  const files = existsSync(place) ? readdirSync(place).toSorted() : [];
  if (files.length === 0) console.error('volatility: no recorded funding, so its table is left out');
  return files.flatMap((file) => {
    const [coin = '', venue = ''] = file.replace('-USDT', '').split('_');
    return VENUES.includes(venue) ? fundingRows(join(place, file), `${coin} on ${venue}`) : [];
  });
}

/** Tomorrow's realised variance and the next funding, from rolling origins, each against a strong baseline. */
export default function volatility(): Promise<readonly BenchRow[]> {
  const folder = process.env['TALLYFOIL_TEST_DATA'];
  if (folder === undefined) {
    console.error('volatility: TALLYFOIL_TEST_DATA, the folder of recorded data, is not set: nothing to measure');
    return Promise.resolve([]);
  }
  return Promise.resolve([...MARKETS.flatMap((market) => marketTable(folder, market)), ...fundingTable(folder)]);
}
