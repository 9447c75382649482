import { describe, expect, test } from 'vitest';
import { isHistoryDue } from './history-due.ts';
import { joinBars, ofShown, whyApart } from './join-bars.ts';

const FIRST = Date.UTC(2026, 0, 15, 11);
const MINUTE = 60_000;
const startOf = (minute: number) => new Date(FIRST + minute * MINUTE).toISOString();

/** Candles of the venue, which close at 10 + the minute. */
const theirs = (minutes: readonly number[], { forming }: { readonly forming?: number } = {}) => ({
  candles: minutes.map((minute) => ({
    start: startOf(minute),
    ...{ open: 10, high: 200, low: 1, close: 10 + minute, volume: 5 },
    ...{ quote_volume: null, trades: 3, closed: minute !== forming },
  })),
});

interface Own {
  readonly forming?: number;
  /** Minutes of which trades are missing. */
  readonly missing?: readonly number[];
}

/** Bars from trades here, which close at 110 + the minute. */
const ours = (minutes: readonly number[], { forming, missing = [] }: Own = {}) => ({
  candles: minutes.map((minute) => {
    const known = missing.includes(minute) ? null : 110;
    const closed = minute !== forming;
    const values = { open: known, high: known, low: known, close: 110 + minute, volume: known };
    return { start: startOf(minute), ...values, closed, complete: closed && known !== null };
  }),
});

/** Each bar as minute, origin and standing. */
const shape = (bars: ReturnType<typeof joinBars>) =>
  bars.map(({ start, origin, standing, close }) => `${(start - FIRST) / MINUTE} ${origin} ${standing} ${close}`);
const join = (here: ReturnType<typeof ours> | null, venue: ReturnType<typeof theirs> | null, most = 240) =>
  shape(joinBars({ here, venue }, '1m', most));

describe('joining', () => {
  test('older bars are the venue’s, and of an overlap only the one from trades here is shown', () => {
    expect(join(ours([2, 3, 4], { forming: 4 }), theirs([0, 1, 2, 3, 4], { forming: 4 }))).toEqual([
      '0 venue closed 10',
      '1 venue closed 11',
      '2 here closed 112',
      '3 here closed 113',
      '4 here forming 114',
    ]);
  });

  test('a bar with missing trades gives way to the venue’s closed candle, and else stays', () => {
    expect(join(ours([1, 2, 3], { missing: [1, 3] }), theirs([0, 1, 2]))).toEqual([
      '0 venue closed 10',
      '1 venue closed 11',
      '2 here closed 112',
      '3 here missing 113',
    ]);
  });

  test('the venue’s forming candle is never shown, because it would stand still', () => {
    expect(join(ours([3], { forming: 3, missing: [3] }), theirs([2, 3], { forming: 3 }))).toEqual([
      '2 venue closed 12',
      '3 here forming 113',
    ]);
    expect(join(null, theirs([2, 3], { forming: 3 }))).toEqual(['2 venue closed 12']);
  });

  test('a hole in the venue’s answer stays a hole, unless its trades are known here', () => {
    expect(join(ours([4]), theirs([0, 3]))).toEqual([
      '0 venue closed 10',
      '1 here none null',
      '2 here none null',
      '3 venue closed 13',
      '4 here closed 114',
    ]);
    expect(join(ours([1, 4]), theirs([0, 3]))[1]).toBe('1 here closed 111');
  });

  test('a gap between both answers, and one in the trades here, are holes', () => {
    expect(join(ours([3]), theirs([0, 1]))).toEqual([
      '0 venue closed 10',
      '1 venue closed 11',
      '2 here none null',
      '3 here closed 113',
    ]);
    expect(join(ours([0, 2]), null)).toEqual(['0 here closed 110', '1 here none null', '2 here closed 112']);
  });

  test('no bar is doubled or lost, and each keeps its place in its own answer', () => {
    const bars = joinBars({ here: ours([3, 4, 5]), venue: theirs([0, 1, 2, 3, 4]) }, '1m', 240);
    expect(bars.map(({ start }) => start)).toEqual([0, 1, 2, 3, 4, 5].map((minute) => FIRST + minute * MINUTE));
    expect(bars.map(({ index }) => index)).toEqual([0, 1, 2, 0, 1, 2]);
  });

  test('only the newest bars are kept, holes counted', () => {
    expect(join(ours([9]), theirs([0, 1, 6]), 4)).toEqual([
      '6 venue closed 16',
      '7 here none null',
      '8 here none null',
      '9 here closed 119',
    ]);
    expect(join(null, null)).toEqual([]);
  });

  test('another interval has other places', () => {
    const hour = (start: number) => ({ ...theirs([0]).candles[0], start: startOf(start * 60) });
    const bars = joinBars({ here: null, venue: { candles: [hour(0), hour(1), hour(3)] as never } }, '1h', 240);
    expect(bars.map(({ standing }) => standing)).toEqual(['closed', 'closed', 'none', 'closed']);
  });
});

describe('which answers are joined', () => {
  const answer = { symbol: 'BTCUSDT', venue: 'binance-spot', interval: '1m' };
  test('only those of the shown market and interval', () => {
    expect(ofShown(answer, answer, '1m')).toBe(answer);
    expect(ofShown(answer, answer, '5m')).toBeNull();
    expect(ofShown(answer, { ...answer, symbol: 'ETHUSDT' }, '1m')).toBeNull();
    expect(ofShown(answer, { ...answer, venue: 'binance-usdm' }, '1m')).toBeNull();
    expect(ofShown(null, answer, '1m')).toBeNull();
  });

  test('only those of one source, on one grid', () => {
    const here = { source: 'simulated', interval: '1m' } as const;
    expect(whyApart({ here, venue: { ...here, ...theirs([0, 1]) } })).toBeNull();
    expect(whyApart({ here, venue: { ...here, source: 'live', ...theirs([0]) } })).toBe(
      'they are live, and the bars here are simulated',
    );
    expect(whyApart({ here, venue: { ...here, ...theirs([0.5]) } })).toBe('they start at other times than the bars here');
    expect(whyApart({ here: null, venue: { ...here, ...theirs([0]) } })).toBeNull();
  });
});

describe('when the venue is asked', () => {
  const due = (passedMs: number, here: ReturnType<typeof ours>, venue: ReturnType<typeof theirs> | null, isRefused = false) =>
    isHistoryDue({ at: 1_000_000, isRefused }, { here, venue }, '1h', 1_000_000 + passedMs);
  const [closed, forming] = [ours([0, 60]), ours([0, 60], { forming: 60 })];

  test('at first, and not while its answer has every closed bar', () => {
    expect(isHistoryDue(null, { here: null, venue: null }, '1h', 0)).toBe(true);
    expect(due(3_600_000, forming, theirs([0, 60], { forming: 60 }))).toBe(false);
  });

  test('when a bar has closed; every 15 s while the venue does not list it as closed', () => {
    expect(due(15_000, closed, theirs([0, 60], { forming: 60 }))).toBe(true);
    expect(due(14_999, closed, theirs([0, 60], { forming: 60 }))).toBe(false);
    expect(due(15_000, closed, theirs([0, 60]))).toBe(false);
  });

  test('a minute after a refusal, and after a bar’s length where no trade closes one', () => {
    expect([59_999, 60_000].map((passed) => due(passed, closed, null, true))).toEqual([false, true]);
    expect([3_629_999, 3_630_000].map((passed) => due(passed, ours([]), theirs([0])))).toEqual([false, true]);
  });
});
