import { NAME_WORDS, termFor } from '../terms/index.ts';
import type { Clause } from '../text/clauses.ts';
import type { Setting } from '../text/settings.ts';
import { bind, isDroppable, type Bound } from './bind.ts';
import { compare, type Comparison } from './compare.ts';
import { byField } from './field-in-braces.ts';
import { valueAt } from './fields.ts';
import type { Proven } from './proven.ts';
import { marketFor, namesNoMarket, type Subject } from './subject.ts';

/** The field of one answer that a clause is bound to. */
export interface Found {
  readonly proven: Proven;
  readonly bound: Bound;
  readonly path: string;
  readonly value: number;
  readonly comparison: Comparison;
  /** The words that named it: the clause's own, and words borrowed from another clause. */
  readonly words: ReadonlySet<string>;
  readonly settings: readonly Setting[];
}

/** The field found for the previous clause, and all settings of the sentence. */
export interface Surroundings {
  readonly subject: Subject;
  readonly before: Found | null;
  readonly settings: readonly Setting[];
  /** Number of markets in the cited answers. */
  readonly markets: number;
}

export interface Search {
  readonly found: readonly Found[];
  /** Why answers did not match, the nearest first. */
  readonly reasons: readonly string[];
}

/** Searches the field of a clause, in the nearest answers first. */
export function search(clause: Clause, near: readonly Proven[], around: Surroundings): Search {
  const found: Found[] = [];
  const reasons: string[] = [];
  for (const proven of near) {
    const market = marketFor(clause.markets, around.subject, proven);
    if (market === undefined) continue;
    const unclear = whyNoMarket(clause, around);
    if (unclear !== null && proven.answer['symbol'] !== undefined) {
      reasons.push(unclear);
      continue;
    }
    let primary: Found | null = null;
    for (const variant of variantsOf(clause, around)) {
      const binding =
        variant.figure.field === null ? bind(variant, proven, market) : byField(variant, variant.figure.field, proven, market);
      if (binding.kind === 'barred') reasons.push(binding.why);
      if (binding.kind !== 'bound') continue;
      const one = look(variant, proven, binding.bound);
      // Two figures of a sentence are unlikely to be the same field.
      if (variant.borrowed.size > 0 && one?.path === around.before?.path && one?.proven === around.before?.proven) continue;
      // Borrowed words may name the wrong field.
      const borrowed = variant.borrowed.size > 0 && one?.comparison.result === 'different';
      primary ??=
        borrowed && one !== null
          ? {
              ...one,
              comparison: {
                result: 'doubtful',
                reason: 'the words may also fit another field; name it in full, or write VALUE {field}',
              },
            }
          : one;
      // Earlier words of the sentence may complete the name in another way.
      if (one?.comparison.result === 'same' && primary?.comparison.result === 'different')
        primary = {
          ...primary,
          comparison: {
            result: 'doubtful',
            reason: 'the words may also fit another field; name it in full, or write VALUE {field}',
          },
        };
    }
    if (primary !== null) found.push(primary);
    const sibling = siblingOf(clause, proven, around.before);
    if (sibling !== null && !found.some((one) => one.proven === proven)) found.push(sibling);
  }
  return { found, reasons };
}

/** Why the market of a value in prose is ambiguous. */
function whyNoMarket(clause: Clause, { subject, markets }: Surroundings): string | null {
  if (!namesNoMarket(clause, subject)) return null;
  // "Binance has a spread of 0.9 bps": it has many markets.
  if (clause.markets.length > 0) return 'the text names a venue but no market; add the symbol';
  return markets > 1 && clause.figure.field === null
    ? 'answers about several markets are cited; add the symbol to this figure'
    : null;
}

/** Variants of a clause: as written, and completed by earlier words of the sentence: "over 60 s buyers took 5 and sellers 3". */
function variantsOf(clause: Clause, { before, settings }: Surroundings): readonly Clause[] {
  if (clause.figure.field !== null) return [clause];
  const own = new Set(clause.settings.map(({ what }) => what));
  const kinds = new Set(settings.map(({ what }) => what));
  const inherited = [...kinds].flatMap((what) => {
    if (own.has(what)) return [];
    const all = settings.filter((setting) => setting.what === what);
    const earlier = before?.settings.find((setting) => setting.what === what);
    return earlier !== undefined ? [earlier] : all.length === 1 ? all : [];
  });
  const with_ = (more: readonly Setting[]): Clause => ({ ...clause, settings: [...clause.settings, ...more] });
  const variants = inherited.length > 0 ? [with_(inherited), clause] : [clause];
  if (before === null) return variants;
  const bare = [...clause.words].every(isDroppable);
  if (bare && clause.settings.length === 0 && clause.markets.length === 0) return variants;
  const borrows = (more: readonly Setting[]): Clause => ({
    ...clause,
    borrowed: before.words,
    settings: [...clause.settings, ...more],
  });
  return [...variants, borrows(inherited), borrows([])];
}

const SIBLINGS: Readonly<Record<string, string>> = { price: 'qty', qty: 'price', p: 'q', q: 'p' };

/** "19.2 ETH at 2,676.38": the price that belongs to the size before it, or the other way round. */
function siblingOf(
  { figure, words, settings, markets, strange, direction }: Clause,
  proven: Proven,
  before: Found | null,
): Found | null {
  if (before === null || before.proven !== proven || before.comparison.result !== 'same' || strange !== null) return null;
  if (
    ![...words].every(isDroppable) ||
    settings.length > 0 ||
    markets.length > 0 ||
    direction !== 'none' ||
    figure.field !== null
  )
    return null;
  const dot = before.path.lastIndexOf('.');
  const sibling = SIBLINGS[before.path.slice(dot + 1)];
  const term = sibling === undefined ? null : termFor(proven.operation, `${before.path.slice(0, dot)}.${sibling}`);
  if (term === null) return null;
  const said = figure.currency !== null || (typeof figure.unit === 'object' && figure.unit !== null);
  // After a size, a price may lack its unit. A size needs one.
  if (term.unit === 'base' && !said) return null;
  const path = `${before.path.slice(0, dot)}.${sibling}`;
  const value = valueAt(proven.answer, path);
  if (typeof value !== 'number') return null;
  const bound: Bound = { ...before.bound, paths: [path], unit: term.unit, signed: false, direction: 'none' };
  const comparison = compare({ figure, ...bound }, value);
  return { proven, bound, path, value, comparison, words: before.words, settings: before.settings };
}

/** The best match among the fields of one answer that a clause is bound to. */
function look({ figure, words, borrowed, settings }: Clause, proven: Proven, bound: Bound): Found | null {
  const all = bound.paths.flatMap((path): Found[] => {
    const value = valueAt(proven.answer, path);
    if (typeof value !== 'number') return [];
    return [
      {
        proven,
        bound,
        path,
        value,
        comparison: compare({ figure, ...bound }, value),
        words: new Set([...words, ...borrowed]),
        settings,
      },
    ];
  });
  const best =
    all.find(({ comparison }) => comparison.result === 'same') ??
    all.find(({ comparison }) => comparison.result === 'doubtful') ??
    closest(all, figure);
  return best ?? null;
}

function closest(all: readonly Found[], { reading }: Clause['figure']): Found | undefined {
  const said = reading.kind === 'number' ? reading.value : 0;
  return all.toSorted((a, b) => Math.abs(a.value - said) - Math.abs(b.value - said))[0];
}

/** Why nothing was found. */
export function whyNothing({ words, markets }: Clause, near: readonly Proven[], subject: Subject): string {
  if (near.length === 0) return 'no verified receipt is cited for this figure';
  if (near.every((answer) => marketFor(markets, subject, answer) === undefined)) return 'no cited answer is about this market';
  const unknown = [...words].filter((word) => !NAME_WORDS.has(word) && !isDroppable(word));
  if (unknown.length > 0) return `the field is unclear because of "${unknown.slice(0, 3).join('", "')}"; write VALUE {field}`;
  const names = [...words].filter((word) => NAME_WORDS.has(word));
  return names.length === 0
    ? 'no word of its own clause names a field; write VALUE {field}'
    : `the words ${names.join(', ')} match no single field; write VALUE {field}`;
}
