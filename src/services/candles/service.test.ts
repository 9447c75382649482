import { describe, expect, test } from 'vitest';
import type { Micros } from '../../core/index.ts';
import { venues } from '../../venues/index.ts';
import type { FollowedSymbol } from '../../runtime/venue-answers/choose-venue.ts';
import { createCandleService } from './index.ts';
import { estimatesOf } from './volatility.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 0, 15, 12, 0, 30);

interface Made {
  readonly starts: readonly number[];
  readonly close?: (i: number) => number;
}

/** Rows of a Binance answer. */
const rowsOf = ({ starts, close = () => 100 }: Made) =>
  starts.map((start, i) => {
    const [before, now] = [close(i - 1), close(i)];
    const [high, low] = [Math.max(before, now), Math.min(before, now)];
    return [start, `${before}`, `${high}`, `${low}`, `${now}`, '2', start + MINUTE - 1, '200', 3, '1', '100', '0'];
  });

const krakenBody = ({ starts }: Made) =>
  JSON.stringify({
    error: [],
    result: { XXBTZUSD: starts.map((start) => [start / 1_000, '1', '1', '1', '1', '1', '1', 1]), last: 0 },
  });

function serviceOf(made: Made, at: number = NOW, followed: FollowedSymbol = () => null) {
  const asked: object[] = [];
  const service = createCandleService({
    venues,
    followed,
    ask: async (venue, question, input) => {
      asked.push(input);
      const body = venue.card.id === 'kraken-spot' ? krakenBody(made) : JSON.stringify(rowsOf(made));
      return { question, input, at: at * 1_000, body, place: null };
    },
    source: 'recorded',
    clock: { now: () => (at + 120) * 1_000 },
  });
  return { service, asked };
}

const minutesBefore = (...minutes: readonly number[]) => minutes.map((minute) => Date.UTC(2026, 0, 15, 12) - minute * MINUTE);
const upTo = (count: number) => minutesBefore(...Array.from({ length: count }, (_, i) => count - 1 - i));
const BTC = { symbol: 'BTCUSDT', venue: 'binance-spot' };

describe('candles', () => {
  test('each says whether it is closed; holes are listed', async () => {
    const { service, asked } = serviceOf({ starts: minutesBefore(5, 4, 1, 0) });
    const answer = await service.candleHistory({ ...BTC, interval: '1min', limit: 4 });
    expect(asked).toEqual([{ symbol: 'BTCUSDT', interval: '1m', from: null, limit: 4 }]);
    expect(answer.candles.map(({ closed }) => closed)).toEqual([true, true, true, false]);
    expect(answer.holes).toEqual([{ from: '2026-01-15T11:57:00.000Z', to: '2026-01-15T11:59:00.000Z' }]);
    expect(answer).toMatchObject({ interval: '1m', age_ms: 120, next_from: null, caveats: [], absent: [] });
    expect(answer.candles[0]).toMatchObject({ volume: 2, quote_volume: 200, trades: 3 });
  });

  test('the last candle counts as closed ten seconds after its end', async () => {
    const closedAt = async (at: number) =>
      (await serviceOf({ starts: minutesBefore(1) }, at).service.candleHistory({ ...BTC, interval: '1m', limit: 1 })).candles[0]
        ?.closed;
    expect(await closedAt(Date.UTC(2026, 0, 15, 12, 0, 9))).toBe(false);
    expect(await closedAt(Date.UTC(2026, 0, 15, 12, 0, 10))).toBe(true);
  });

  test('an end without a start asks for so many candles before it, and shows none after it', async () => {
    const { service, asked } = serviceOf({ starts: minutesBefore(3, 2, 1) });
    const answer = await service.candleHistory({ ...BTC, interval: '1m', limit: 3, to: '2026-01-15T11:59:00Z' });
    expect(asked).toEqual([
      { symbol: 'BTCUSDT', interval: '1m', from: (Date.UTC(2026, 0, 15, 11, 56) * 1_000) satisfies Micros, limit: 3 },
    ]);
    expect(answer.candles).toHaveLength(2);
    expect(answer).toMatchObject({ next_from: null, caveats: [expect.stringContaining('starts at 2026-01-15T11:57')] });
  });

  test('Kraken keeps 720 candles, and says so when fewer are shown than were asked for', async () => {
    const { service } = serviceOf({ starts: minutesBefore(2, 1) });
    const kraken = { symbol: 'BTC/USD', venue: 'kraken-spot', interval: '1m' };
    const { caveats, absent } = await service.candleHistory({ ...kraken, limit: 900, from: '2026-01-10T00:00:00Z' });
    expect(caveats).toEqual([
      'Kraken Spot gives at most 720 candles in one answer; limit 900 was lowered.',
      'The oldest candle that Kraken Spot lists here starts at 2026-01-15T11:58:00.000Z; older ones were asked for. It keeps only the newest 720 candles of an interval.',
    ]);
    expect(absent).toEqual([{ field: 'candles[].quote_volume', reason: 'Kraken Spot states no volume in quote currency' }]);
    await expect(service.candleHistory({ ...kraken, interval: '1M', limit: 5 })).rejects.toMatchObject({
      code: 'TF_VENUE_UNSUPPORTED',
    });
  });

  test.each(['5M', '7m', '60', 'soon'])('the interval %s is refused with the list of intervals', async (interval) => {
    const { service } = serviceOf({ starts: [] });
    await expect(service.candleHistory({ ...BTC, interval, limit: 5 })).rejects.toThrow(/1m, 3m, 5m/);
  });

  test('no candle is said, not left empty', async () => {
    const { caveats } = await serviceOf({ starts: [] }).service.candleHistory({ ...BTC, interval: '1d', limit: 5 });
    expect(caveats).toEqual(['Binance Spot lists no candle of BTCUSDT in that time.']);
  });
});

/** Closes that go up and down by a hundredth of a logarithm in turn. */
const swinging = (i: number) => (i % 2 === 0 ? 100 : 100 * Math.exp(0.01));

describe('realised volatility', () => {
  test('worked example: 61 closes that swing by 1 %', async () => {
    const { service, asked } = serviceOf({ starts: upTo(62), close: swinging });
    const answer = await service.realizedVolatility({ ...BTC, window: '61m', interval: '1m' });
    expect(asked).toEqual([{ symbol: 'BTCUSDT', interval: '1m', from: null, limit: 62 }]);
    expect(answer).toMatchObject({ candles_wanted: 61, observations: 61, caveats: [], holes: [] });
    // 60 returns of ±0.01 with mean 0: variance 60 × 0.0001 / 59.
    const perMinute = Math.sqrt(60e-4 / 59) * 100;
    expect(answer.close_to_close.per_candle_pct).toBeCloseTo(perMinute, 9);
    expect(answer.close_to_close.annualized_pct).toBeCloseTo(perMinute * Math.sqrt(365 * 1_440), 6);
    // High over low is 0.01 in each candle, which opens at one and closes at the other.
    expect(answer.parkinson.per_candle_pct).toBeCloseTo(1 / Math.sqrt(4 * Math.LN2), 9);
    expect(answer.garman_klass.per_candle_pct).toBeCloseTo(Math.sqrt(0.5 - (2 * Math.LN2 - 1)), 9);
    expect(answer.rogers_satchell.per_candle_pct).toBeCloseTo(0, 9);
    expect(answer).toMatchObject({ window_from: '2026-01-15T10:59:00.000Z', window_to: '2026-01-15T12:00:00.000Z' });
  });

  test('a week of a shorter interval has the same figure per year as one of a longer interval, for a random walk', () => {
    // Independent oracle: a walk of 10,080 normal steps with a known deviation, by seeded Box–Muller.
    let state = 7;
    const uniform = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    const closes = [100];
    for (let i = 0; i < 10_080; i++) closes.push((closes.at(-1) ?? 100) * Math.exp(0.000_5 * normal()));
    const bars = (step: number) =>
      Array.from({ length: 10_080 / step }, (_, i) => {
        const piece = closes.slice(i * step, (i + 1) * step + 1);
        return { open: piece[0]!, high: Math.max(...piece), low: Math.min(...piece), close: piece.at(-1)! };
      });
    const yearly = 0.05 * Math.sqrt(365 * 1_440);
    const minutes = estimatesOf(bars(1), 60e6).close_to_close.annualized_pct ?? 0;
    const hours = estimatesOf(bars(60), 3_600e6);
    expect(Math.abs(minutes / yearly - 1)).toBeLessThan(0.03);
    expect(Math.abs((hours.close_to_close.annualized_pct ?? 0) / yearly - 1)).toBeLessThan(0.2);
    expect(Math.abs((hours.rogers_satchell.annualized_pct ?? 0) / yearly - 1)).toBeLessThan(0.2);
    expect(Math.abs((hours.yang_zhang.annualized_pct ?? 0) / yearly - 1)).toBeLessThan(0.2);
  });

  test('only the closed candles after the last hole count, and too few give no figure', async () => {
    const starts = [...minutesBefore(40, 39, 38), ...upTo(13)];
    const enough = await serviceOf({ starts, close: swinging }).service.realizedVolatility({
      ...BTC,
      window: '30m',
      interval: '1m',
    });
    expect(enough).toMatchObject({ observations: 12, candles_wanted: 30, caveats: ['Only 12 of 30 candles are used.'] });
    expect(enough.holes).toHaveLength(1);
    expect(enough.close_to_close.per_candle_pct).toBeGreaterThan(0);
    const few = await serviceOf({ starts: upTo(9) }).service.realizedVolatility({ ...BTC, window: '30m', interval: '1m' });
    expect(few.yang_zhang).toEqual({ per_candle_pct: null, annualized_pct: null });
    expect(few.absent).toContainEqual({
      field: 'yang_zhang',
      reason: '8 closed candles of 1m without a hole; 10 are needed',
    });
  });

  test.each([
    ['1h', '1m'],
    ['24h', '15m'],
    ['7d', '2h'],
    ['1y', null],
    ['1M', null],
  ])('a window of %s is cut into candles of %s', async (window, interval) => {
    const asked = serviceOf({ starts: [] }).service.realizedVolatility({ ...BTC, window });
    if (interval === null) await expect(asked).rejects.toMatchObject({ code: 'TF_INPUT_INVALID' });
    else expect((await asked).interval).toBe(interval);
  });
});

describe('the market meant', () => {
  const followed: FollowedSymbol = (venue, asked) =>
    venue === 'kraken-spot' && /^(bitcoin|BTC.USD)$/.test(asked) ? 'BTC/USD' : null;
  const candles = (query: { readonly symbol: string; readonly venue?: string }) =>
    serviceOf({ starts: upTo(3) }, NOW, followed).service.candleHistory({ ...query, interval: '1m', limit: 3 });

  test.each(['BTC-USD', 'bitcoin', 'kraken-spot:bitcoin'])('%s is the market of the venue that follows it', async (symbol) => {
    expect(await candles({ symbol })).toMatchObject({ venue: 'kraken-spot', symbol: 'BTC/USD' });
  });

  test('a symbol that no venue follows is asked of the first venue; a named venue is kept', async () => {
    expect(await candles({ symbol: 'ETHUSDT' })).toMatchObject({ venue: 'binance-spot', symbol: 'ETHUSDT' });
    expect(await candles({ symbol: 'BTC-USD', venue: 'binance-spot' })).toMatchObject({
      venue: 'binance-spot',
      symbol: 'BTCUSD',
    });
  });
});

test('an interval alone means its last 100 candles', async () => {
  const { service, asked } = serviceOf({ starts: upTo(101) });
  expect(await service.realizedVolatility({ ...BTC, interval: '1m' })).toMatchObject({ candles_wanted: 100 });
  expect(asked).toEqual([{ symbol: 'BTCUSDT', interval: '1m', from: null, limit: 101 }]);
});

test('a venue that lists no newer candle is named, because the answer is not about now', async () => {
  const { service } = serviceOf({ starts: upTo(20).slice(0, -5) });
  const ended = 'The newest candle listed ended at 2026-01-15T11:56:00.000Z; the venue lists none after it.';
  expect((await service.candleHistory({ ...BTC, interval: '1m', limit: 5 })).caveats).toContain(ended);
  expect((await service.realizedVolatility({ ...BTC, interval: '1m', window: '12m' })).caveats).toContain(ended);
});

test('a candle of a time that has not come does not close the one before', async () => {
  // The last two begin a minute and two minutes ahead.
  const { service } = serviceOf({ starts: minutesBefore(2, 1, 0, -1, -2) });
  const { candles } = await service.candleHistory({ ...BTC, interval: '1m', limit: 5 });
  expect(candles.map(({ closed }) => closed)).toEqual([true, true, false, false, false]);
});
