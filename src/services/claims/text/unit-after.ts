import type { Cursor } from './cursor.ts';
import { assetOf, BOTH_SIDES, CURRENCIES, type Market } from './market-names.ts';
import { multiplierOf } from './number.ts';
import { timeUnit, type StatedUnit } from './units.ts';

/** A unit, with the tokens that state it. */
export interface UnitRead {
  readonly unit: StatedUnit | 'unknown' | null;
  /** Factor of a word such as "million" or "minutes". */
  readonly scale: number;
  readonly consumed: readonly number[];
  /** Length of one unit in seconds, if it is a unit of time. */
  readonly seconds: number | null;
}

/** Things of a market that are counted. */
export const COUNTED: ReadonlySet<string> = new Set([
  'trades',
  'orders',
  'messages',
  'levels',
  'gaps',
  'walls',
  'candles',
  'bars',
  'markets',
  'venues',
  'events',
  'updates',
  'prints',
]);

const isAsset = (asset: string, markets: readonly Market[]): boolean =>
  CURRENCIES.has(asset) || markets.some(({ base, quote }) => base === asset || quote === asset);

const NONE: UnitRead = { unit: null, scale: 1, consumed: [], seconds: null };

/** The unit of a number: in its suffix or in the words after it. */
export function unitAfter(cursor: Cursor, index: number, markets: readonly Market[]): UnitRead {
  const token = cursor.tokens[index];
  const suffix = token?.kind === 'number' && token.reading.kind === 'number' ? token.reading.suffix : '';
  if (suffix !== '') return named(cursor, suffix, index + 1, [], markets) ?? { ...NONE, unit: 'unknown' };
  if (cursor.mark(index + 1) === '%') return { ...NONE, unit: { kind: 'percent' }, consumed: [index + 1] };
  if (cursor.mark(index + 1) === '/' && cursor.touches(index) && cursor.value(index + 2) === 100)
    return { ...NONE, unit: { kind: 'points' }, consumed: [index + 1, index + 2] };
  if (cursor.mark(index + 1) === '‰') return { ...NONE, unit: 'unknown', consumed: [index + 1] };
  const hyphen = cursor.mark(index + 1) === '-' && cursor.touches(index) && cursor.touches(index + 1) ? 1 : 0;
  const at = index + 1 + hyphen;
  const word = cursor.raw(at);
  if (word === '') return rate(cursor, index + 1, markets) ?? NONE;
  const multiplier = hyphen === 0 ? multiplierOf(word) : null;
  if (multiplier === null)
    return (
      rate(cursor, index + 1, markets) ?? named(cursor, word, at + 1, hyphen === 1 ? [index + 1, at] : [at], markets) ?? NONE
    );
  if (cursor.mark(at + 1) === '%') return { ...NONE, unit: { kind: 'percent' }, scale: multiplier, consumed: [at, at + 1] };
  const further = named(cursor, cursor.raw(at + 1), at + 2, [at, at + 1], markets);
  return further === null ? { ...NONE, scale: multiplier, consumed: [at] } : { ...further, scale: further.scale * multiplier };
}

const SIMPLE: Readonly<Record<string, StatedUnit['kind'] & ('percent' | 'bps' | 'bytes')>> = {
  percent: 'percent',
  pct: 'percent',
  bps: 'bps',
  bp: 'bps',
  bytes: 'bytes',
  byte: 'bytes',
};

function named(
  cursor: Cursor,
  word: string,
  next: number,
  consumed: readonly number[],
  markets: readonly Market[],
): UnitRead | null {
  const lower = word.toLowerCase();
  const read = (unit: UnitRead['unit'], more: readonly number[] = []): UnitRead => ({
    ...NONE,
    unit,
    consumed: [...consumed, ...more],
  });
  const follows = cursor.word(next);
  if (Object.hasOwn(SIMPLE, lower)) return read({ kind: SIMPLE[lower] as 'percent' });
  if (lower === 'percentage') return read('unknown');
  if (lower === 'per' && follows === 'cent') return read({ kind: 'percent' }, [next]);
  if (lower === 'basis' && /^points?$/.test(follows)) return read({ kind: 'bps' }, [next]);
  if (['points', 'pts'].includes(lower) && follows !== 'to') return read({ kind: 'points' });
  if (lower === 'of' && cursor.value(next) === 100) return read({ kind: 'points' }, [next]);
  if (lower === 'out' && follows === 'of' && cursor.value(next + 1) === 100) return read({ kind: 'points' }, [next, next + 1]);
  const seconds = word === 'M' ? null : timeUnit(lower);
  if (seconds !== null) return { unit: { kind: seconds < 1 ? 'ms' : 'seconds' }, scale: Math.max(1, seconds), consumed, seconds };
  const asset = assetOf(word);
  if (!isAsset(asset, markets)) return null;
  // "987 ETH trades" are trades of a market.
  if (COUNTED.has(follows)) return null;
  // "at 61,849 BTC/USD" names a market, not a unit.
  const pair = cursor.mark(next) === '/' || (cursor.mark(next) === '-' && cursor.touches(next - 1));
  return pair ? null : read({ kind: 'asset', asset });
}

/** "a" before a noun may begin the next remark; after an amount of an asset it makes a rate. */
const isArticle = (cursor: Cursor, at: number): boolean => ['a', 'an'].includes(cursor.word(at));

/** "/s", "per second", "a second", also after a counted thing: "28.6 orders per second". No field has another rate. */
function rate(cursor: Cursor, from: number, markets: readonly Market[]): UnitRead | null {
  let amount = false;
  for (let at = from; at <= from + 2; at++) {
    if (cursor.mark(at) !== '/' && !['per', 'a', 'an', 'each', 'every'].includes(cursor.word(at))) {
      if (cursor.raw(at) === '') return null;
      // "70.7 BTC per second" is a rate of coins, and no field has such a rate.
      amount ||= isAsset(assetOf(cursor.raw(at)), markets);
      continue;
    }
    const unit = cursor.word(at + 1);
    // "12 BTC a trade", "per order": no field has such a rate.
    if (timeUnit(unit) === null)
      return at === from && unit !== '' && cursor.mark(at) !== '/' && !isArticle(cursor, at)
        ? { ...NONE, unit: 'unknown', consumed: [at, at + 1] }
        : null;
    const second = ['s', 'sec', 'second'].includes(unit);
    return { ...NONE, unit: second && !amount ? { kind: 'per_second' } : 'unknown', consumed: [at, at + 1] };
  }
  return null;
}

/** "USD 61,848.90": the currency before a number; null if there is none. */
export function currencyBefore(cursor: Cursor, index: number): string | null {
  const word = cursor.raw(index - 1);
  if (!CURRENCIES.has(word) || BOTH_SIDES.has(word)) return null;
  return cursor.mark(index - 2) === '/' || cursor.mark(index - 2) === '-' ? null : word;
}
