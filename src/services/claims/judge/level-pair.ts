import { canonical } from '../terms/canonical.ts';
import type { Figure, Piece } from '../text/reading.ts';
import type { MarketNamed } from '../text/clauses.ts';
import type { Market } from '../text/market-names.ts';
import type { Unit } from '../text/units.ts';
import { compare, type Comparison } from './compare.ts';
import { valueAt } from './fields.ts';
import { distinctMarkets, listOf, momentOf, shareMarket, type Proven } from './proven.ts';
import { isInstrument, marketFor, type Subject } from './subject.ts';

/** Both figures of a sentence that gives price and size of one level or wall. */
export interface LevelPair {
  readonly proven: Proven;
  readonly price: { readonly figure: Figure; readonly path: string; readonly value: number };
  readonly size: { readonly figure: Figure; readonly path: string; readonly value: number; readonly comparison: Comparison };
}

/** All words that such a sentence may have, in canonical form. */
const WORDS = new Set(
  `bid ask wall size level side book order the a an its at of on in for with is are was were be there has have had
  hold holds sits stands stood rests rest resting shows comes to measures equals`.split(/\s+/),
);
const MARKS = new Set(Array.from(":,()[].-–—'’|*_="));

/** Lists of levels by operation: their path, and the names of price and size there. */
const LISTS: Readonly<
  Record<string, readonly { path: (side: string) => string; of: 'wall' | 'level'; price: string; size: string }[]>
> = {
  get_book: [{ path: (side) => `${side}s`, of: 'level', price: 'p', size: 'q' }],
  get_report: [
    { path: (side) => `depth.top20_${side}`, of: 'level', price: 'p', size: 'q' },
    { path: () => 'liquidity.walls', of: 'wall', price: 'price', size: 'qty' },
  ],
  get_liquidity: [{ path: () => 'walls', of: 'wall', price: 'price', size: 'qty' }],
};

interface Said {
  readonly side: 'bid' | 'ask';
  readonly of: 'wall' | 'level';
  readonly price: Figure;
  readonly size: Figure;
  readonly markets: readonly MarketNamed[];
}

/** Reads a sentence of the form "The bid wall at 61,826 is 0.33 BTC"; null for any other sentence. */
function saidIn(pieces: readonly Piece[]): Said | null {
  const words: string[] = [];
  const markets: MarketNamed[] = [];
  const figures: { readonly figure: Figure; readonly isAt: boolean }[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'setting' || (piece.kind === 'mark' && !MARKS.has(piece.mark))) return null;
    if (piece.kind === 'market') markets.push(piece);
    else if (piece.kind === 'word') words.push(canonical(piece.word));
    else if (piece.kind === 'figure') {
      const before = pieces[index - 1];
      figures.push({ figure: piece.figure, isAt: before?.kind === 'word' && before.word === 'at' });
    }
  }
  const sides = (['bid', 'ask'] as const).filter((side) => words.includes(side));
  const [side] = sides;
  const price = figures.find(({ isAt }) => isAt)?.figure;
  const size = figures.find(({ isAt }) => !isAt)?.figure;
  if (side === undefined || sides.length > 1 || figures.length !== 2 || price === undefined || size === undefined) return null;
  // Several orders may rest at a level.
  if (words.includes('order') && !words.includes('book')) return null;
  if (!words.every((word) => WORDS.has(word)) || price.field !== null || size.field !== null) return null;
  const of = words.includes('wall') ? 'wall' : 'level';
  // "The bid holds 2 BTC at 61,835" may mean the best bid; "2 BTC are bid at 61,835" means any level.
  if (of === 'level' && !isNamedBefore(pieces, price, side)) return null;
  // Only its unit shows that a figure is a size.
  if (typeof size.unit !== 'object' || size.unit?.kind !== 'asset') return null;
  return { side, of, price, size, markets };
}

const LEVEL_NOUNS = new Set(['size', 'level', 'side']);

/** "bid at 61,835", "ask size at 61,835", or "At 61,835" as the first words. */
function isNamedBefore(pieces: readonly Piece[], price: Figure, side: string): boolean {
  let index = pieces.findIndex((piece) => piece.kind === 'figure' && piece.figure === price) - 2;
  if (index < 0) return true;
  const wordAt = (at: number): string => {
    const piece = pieces[at];
    return piece?.kind === 'word' ? canonical(piece.word) : '';
  };
  while (LEVEL_NOUNS.has(wordAt(index))) index--;
  return wordAt(index) === side;
}

/** Finds the level whose price and size a sentence gives. Exactly one answer must have a level at this price. */
export function levelPairIn(pieces: readonly Piece[], proven: readonly Proven[], subject: Subject): LevelPair | null {
  const said = saidIn(pieces);
  if (said === null) return null;
  // As for any other field: if all cited answers are about one market, that market is meant.
  const named =
    said.markets.some(isInstrument) ||
    subject.instrument !== null ||
    (said.markets.length === 0 && subject.venue === null && distinctMarkets(proven).length === 1);
  const found = proven.flatMap((one) => {
    const market = marketFor(said.markets, subject, one);
    return market == null || !named ? [] : levelsOf(said, one, market);
  });
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  // A newer answer may have another size there.
  const isOlder = proven.some(
    (other) =>
      other.operation === only.proven.operation && momentOf(other) > momentOf(only.proven) && shareMarket(other, only.proven),
  );
  return isOlder ? null : only;
}

function levelsOf({ side, of, price, size }: Said, proven: Proven, market: Market): readonly LevelPair[] {
  const claimed = (figure: Figure, unit: Unit) =>
    ({ figure, unit, signed: false, direction: 'none', market, moves: false, bare: 'clear' }) as const;
  return (LISTS[proven.operation] ?? [])
    .filter((list) => list.of === of)
    .flatMap((list) =>
      listOf(valueAt(proven.answer, list.path(side))).flatMap((item, index): readonly LevelPair[] => {
        const [own, qty] = [item[list.price], item[list.size]];
        if (typeof own !== 'number' || typeof qty !== 'number' || (of === 'wall' && item['side'] !== side)) return [];
        if (compare(claimed(price, 'quote'), own).result !== 'same') return [];
        const path = `${list.path(side)}[${index}]`;
        return [
          {
            proven,
            price: { figure: price, path: `${path}.${list.price}`, value: own },
            size: {
              figure: size,
              path: `${path}.${list.size}`,
              value: qty,
              comparison: compare(claimed(size, 'base'), qty),
            },
          },
        ];
      }),
    );
}
