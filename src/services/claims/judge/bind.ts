import { OPTIONAL } from '../terms/beside.ts';
import { termFor, termsNamed } from '../terms/index.ts';
import type { Term } from '../terms/term.ts';
import type { Clause } from '../text/clauses.ts';
import type { Market } from '../text/market-names.ts';
import type { Setting } from '../text/settings.ts';
import { FUNCTION_WORDS, OF_ORDERS } from '../text/grammar-words.ts';
import type { Unit } from '../text/units.ts';
import { choose } from './choose.ts';
import { valueAt } from './fields.ts';
import { misfitOf } from './misfit.ts';
import type { Answer, Proven } from './proven.ts';

/** The part of an answer that a clause names: one field, or a field of any of several items. */
export interface Bound {
  readonly paths: readonly string[];
  readonly unit: Unit;
  readonly signed: boolean;
  readonly direction: 'none' | 'plus' | 'minus' | 'both';
  readonly market: Market | null;
  readonly ambiguous: boolean;
  readonly moves: boolean;
  readonly bare: 'clear' | 'unclear';
  /** The time by which an item was chosen; it is not the time of the answer. */
  readonly time: Setting | null;
}

export type Binding =
  | { readonly kind: 'bound'; readonly bound: Bound }
  /** The clause names no field of this answer. */
  | { readonly kind: 'unnamed' }
  /** It names a field, but other words of the clause rule that field out. */
  | { readonly kind: 'barred'; readonly why: string };

export const barred = (why: string): Binding => ({ kind: 'barred', why });

/**
 * Finds the field of one answer that a clause names. `market` is the instrument that the clause is about; null if it names
 * none.
 */
export function bind(clause: Clause, proven: Proven, market: Market | null): Binding {
  if (clause.strange !== null) return barred(`the mark "${clause.strange}" is ambiguous here; remove it`);
  const byKey = keyed(clause, proven, market);
  if (byKey !== null) return byKey;
  const terms = named(clause, proven.operation, market);
  if (terms.length === 0) return { kind: 'unnamed' };
  const tried = terms.map((term) => settle(term, clause, proven.answer, market));
  const good = tried.filter((binding) => binding.kind === 'bound');
  // A size can rest "at the best bid", but a price can't.
  if (clause.located && good.some(({ bound }) => bound.unit === 'quote'))
    return barred('the text may say where the price is, not what this level is; write "the best bid is …"');
  const fitting = good.filter(({ bound }) => unitFits(clause, bound));
  const [only] = fitting.length > 0 ? fitting : good;
  if (only === undefined) return tried.find(({ kind }) => kind === 'barred') ?? { kind: 'unnamed' };
  const [first = ''] = only.bound.paths;
  // "27 buys over 300 s" may be counted.
  if (only.bound.unit === 'base' && clause.figure.unit === null && !UNITLESS.test(first))
    return barred(`${first} is a size; add its unit, such as ${only.bound.market?.base ?? 'BTC'}`);
  const paths = new Set((fitting.length > 0 ? fitting : good).map(({ bound }) => bound.paths.join()));
  const values = new Set([...paths].map((path) => valueAt(proven.answer, path)));
  return values.size > 1
    ? barred(`the words fit several fields: ${[...paths].slice(0, 3).join(' or ')}; write VALUE {field}`)
    : only;
}

/** Sizes that people give without a unit: order-flow imbalance and lot size. */
const UNITLESS = /ofi$|lot$/;

export const isDroppable = (word: string): boolean => FUNCTION_WORDS.has(word) || OPTIONAL.has(word);

/** "The best bid holds 2 BTC" gives a size; "the best bid is 2 BTC" is wrong, because a bid is a price. */
const HOLDS = new Set('hold holds has have had for rests resting with shows of carries'.split(' '));

/** Fields computed from trades; they are not in the book. */
export const OF_TRADES = /^(?:windows|flow|net_flow_30s|cvd|volume_24h|trades|candles|last_price)/;

/** Terms whose name matches the words, apart from words that don't change the meaning. */
function named(
  { words, borrowed, figure, direction, settings }: Clause,
  operation: string,
  market: Market | null,
): readonly Term[] {
  const has = (what: Setting['what']) => settings.some((setting) => setting.what === what);
  const kind = typeof figure.unit === 'object' ? figure.unit?.kind : undefined;
  const ranges = words.has('low') || words.has('high');
  const droppable = (word: string) =>
    isDroppable(word) ||
    (borrowed.has(word) && !words.has(word)) ||
    (has('order') && OF_ORDERS.has(word)) ||
    (kind === 'percent' && word === 'percent') ||
    (ranges && word === 'between');
  // Without a name, only a percentage with a direction or sign is clear: "up 0.04 %", "+0.04 %".
  const isMove = (direction !== 'none' || figure.sign === 'plus' || figure.sign === 'minus') && kind === 'percent';
  const find = (...more: readonly string[]) =>
    termsNamed(operation, { words: new Set([...words, ...borrowed, ...more]), own: words, droppable }).filter(
      ({ names, unit, needs, path }) =>
        (isMove || !names.includes('')) &&
        (needs !== 'unit' || kind === 'per_second') &&
        (!figure.counts || unit === 'count' || unit === 'per_second') &&
        !(words.has('book') && OF_TRADES.test(path)),
    );
  const tries = [...(has('levels') ? [['level'], ['level', 'sum']] : []), []];
  // "The best bid holds 2.3 ETH": the unit shows that it is a size.
  const sized = typeof figure.unit === 'object' && figure.unit?.kind === 'asset' && figure.unit.asset === market?.base;
  for (const more of tries) {
    const found = find(...more);
    if (sized && found.every(({ unit }) => unit === 'quote' || unit === 'count')) {
      const sizes = find(...more, 'size');
      const ofLevel = sizes.some(({ path }) => /^best_|^bids|^asks/.test(path));
      if (sizes.length > 0) return ofLevel && ![...words].some((word) => HOLDS.has(word)) ? [] : sizes;
    }
    if (found.length > 0) return found;
  }
  return [];
}

/** Binds a field by its name in JSON. */
function keyed(
  { words, settings, direction, moves }: Clause,
  { keys, fields, markets, operation }: Proven,
  market: Market | null,
): Binding | null {
  const names = [...words].filter((word) => word.includes('_') || word.includes('.') || word.includes('['));
  const [name] = names;
  if (name === undefined || !keys.has(name.split(/[.[]/)[0] ?? '')) return null;
  if (
    names.length > 1 ||
    [...words].some((word) => word !== name && !isDroppable(word)) ||
    settings.some(({ what }) => what !== 'list number' && what !== 'time')
  )
    return barred(`only the field's name may accompany the figure; write VALUE {${name}}`);
  const at = fields.filter(({ path }) => path === name || path.endsWith(`.${name}`));
  const [field] = at;
  if (field === undefined) return { kind: 'unnamed' };
  if (at.length > 1) return barred(`the answer has ${at.length} fields named ${name}; write the full path`);
  const term = termFor(operation, field.path);
  return {
    kind: 'bound',
    bound: {
      paths: [field.path],
      unit: term?.unit ?? 'none',
      signed: term === null || term.sign === 'signed',
      direction,
      market: market ?? markets[0] ?? null,
      ambiguous: false,
      moves,
      bare: 'clear',
      time: null,
    },
  };
}

/** Resolves a term to fields of an answer, by the settings and directions of the clause. */
function settle(term: Term, clause: Clause, answer: Answer, market: Market | null): Binding {
  const { settings, moves } = clause;
  const misfit = misfitOf(term, clause, market);
  if (misfit !== null) return barred(misfit);
  const direction = term.direction ?? clause.direction;
  const chosen = choose(term, clause, answer, market);
  if (typeof chosen === 'string') return barred(chosen);
  const paths = chosen.paths.filter((path) => typeof valueAt(answer, path) === 'number');
  if (paths.length === 0)
    return chosen.paths.length === 0
      ? barred(`the answer has no item for ${term.path}`)
      : barred(`${chosen.paths[0]} is not a number in the answer`);
  return {
    kind: 'bound',
    bound: {
      paths,
      unit: term.unit,
      signed: term.sign === 'signed',
      direction,
      market: chosen.market,
      ambiguous: term.ambiguous === true && settings.every(({ what }) => what !== 'duration'),
      moves: moves || (term.direction !== undefined && !term.path.endsWith('imbalance')),
      bare: 'unclear',
      time: chosen.time ?? null,
    },
  };
}

/** If two fields share a name, in base and in quote currency, the stated unit decides between them. */
function unitFits({ figure: { unit, currency } }: Clause, { unit: own, market }: Bound): boolean {
  if (currency !== null) return own === 'quote';
  if (unit === null || unit === 'unknown') return own !== 'quote' || market === null;
  if (unit.kind !== 'asset') return true;
  return (own === 'quote' && unit.asset === market?.quote) || (own === 'base' && unit.asset === market?.base);
}
