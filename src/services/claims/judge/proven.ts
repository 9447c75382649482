import type { Market } from '../text/market-names.ts';
import { marketOf } from '../text/market-names.ts';
import { fieldsOf, keysOf, type Field } from './fields.ts';

export type Answer = Readonly<Record<string, unknown>>;

/** A recomputed answer that matches its receipt. */
export interface Proven {
  readonly receipt: string;
  readonly operation: string;
  readonly answer: Answer;
  readonly fields: readonly Field[];
  readonly keys: ReadonlySet<string>;
  /** Instruments that it is about. */
  readonly markets: readonly Market[];
}

export function provenOf(cited: Pick<Proven, 'receipt' | 'operation' | 'answer'>): Proven {
  const { answer } = cited;
  return { ...cited, fields: fieldsOf(answer), keys: keysOf(answer), markets: marketsOf(answer) };
}

function marketsOf(answer: Answer): readonly Market[] {
  const rows = [answer, ...listOf(answer['markets']), ...listOf(answer['streams'])];
  const found = rows.flatMap(({ symbol, venue }) =>
    typeof symbol === 'string' && typeof venue === 'string' ? [marketOf(symbol, venue)] : [],
  );
  return [...new Map(found.map((market) => [`${market.venue}:${market.symbol}`, market])).values()];
}

export const listOf = (value: unknown): readonly Answer[] =>
  Array.isArray(value) ? value.filter((item): item is Answer => typeof item === 'object' && item !== null) : [];

/** Whether two answers have a market in common. */
export const shareMarket = (a: Proven, b: Proven): boolean =>
  a.markets.some((one) => b.markets.some(({ symbol, venue }) => symbol === one.symbol && venue === one.venue));

/** The time of an answer (`as_of`), in ms since the epoch. */
export const momentOf = ({ answer }: Proven): number => Date.parse(String(answer['as_of']));

/** The distinct markets of some answers. */
export const distinctMarkets = (proven: readonly Proven[]): readonly Market[] => [
  ...new Map(proven.flatMap(({ markets }) => markets.map((market) => [`${market.venue}:${market.symbol}`, market]))).values(),
];
