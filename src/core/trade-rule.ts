/** A trade's id as the venue writes it; a number is its plain decimal text. */
export type TradeId = string;

/** How an item continues a sequence: `old` already received, `next` the expected one, `gap` something before it is missing. */
export type Continuity = 'old' | 'next' | 'gap';

/**
 * What a venue's trade ids prove, and how missing trades can be fetched.
 *
 * - `contiguous`: whole numbers below 2^53 without gaps, so that ids alone prove that no trade is missing.
 * - `increasing`: ids rise, with gaps. They prove order, not that nothing is missing.
 * - `opaque`: text without an order, such as a hash.
 *
 * Without contiguous ids, trades may be missing after each interruption, until a page overlaps the known trades.
 *
 * `proof`: what shows that no trade was lost while a connection lasts. `domain`: the sequence numbers of its channel or
 * connection (`DecodedNumber`). With it, silence alone does not mean that trades may be missing.
 */
export interface TradeRule {
  readonly ids: 'contiguous' | 'increasing' | 'opaque';
  /** How a page is requested: by a trade's id, by its time, only the newest trades, or not at all. */
  readonly refetch: 'by_id' | 'by_time' | 'newest' | null;
  readonly proof: 'ids' | 'domain' | 'none';
  /** Does `next` follow `last`? Of opaque ids, any different id counts as the next. */
  follows(last: TradeId, next: TradeId): Continuity;
}

/** The position of a contiguous id in its sequence; null if it is not a whole number below 2^53. */
export function idNumber(id: TradeId): number | null {
  return plainNumber(id) ?? writtenNumber(id);
}

const ZERO = 48;
/** Numbers of this many digits are always below 2^53. */
const SAFE_DIGITS = 15;

/**
 * The number of a short id; null for any other. Most ids are short, and converting a number back to text to compare it is slow.
 */
function plainNumber(id: TradeId): number | null {
  if (id.length === 0 || id.length > SAFE_DIGITS || (id.length > 1 && id.charCodeAt(0) === ZERO)) return null;
  let number = 0;
  for (let i = 0; i < id.length; i++) {
    const digit = id.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return null;
    number = number * 10 + digit;
  }
  return number;
}

function writtenNumber(id: TradeId): number | null {
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === id ? number : null;
}

const FOLLOWS: Readonly<Record<TradeRule['ids'], TradeRule['follows']>> = {
  contiguous(last, next) {
    const by = Number(next) - Number(last);
    return by === 1 ? 'next' : by > 1 ? 'gap' : 'old';
  },
  // More digits mean a larger number. Ids of equal length compare as text, which suits both numbers and sortable ids.
  increasing: (last, next) => (next.length > last.length || (next.length === last.length && next > last) ? 'next' : 'old'),
  opaque: (last, next) => (next === last ? 'old' : 'next'),
};

/** Contiguous ids need no other proof; for other ids, `proof` is none unless the venue numbers a channel or connection. */
export const tradeRule = (
  ids: TradeRule['ids'],
  refetch: TradeRule['refetch'],
  proof: TradeRule['proof'] = ids === 'contiguous' ? 'ids' : 'none',
): TradeRule => ({
  ids,
  refetch,
  proof,
  follows: FOLLOWS[ids],
});
