import { NAME_WORDS, termFor, termsNamed, wordsOfPath } from '../terms/index.ts';
import type { Clause } from '../text/clauses.ts';
import type { Market } from '../text/market-names.ts';
import type { Setting } from '../text/settings.ts';
import { COMPARATIVES } from '../text/words.ts';
import { barred, bind, isDroppable, OF_TRADES, type Binding } from './bind.ts';
import { valueAt } from './fields.ts';
import type { Proven } from './proven.ts';
import { namesNoMarket, type Subject } from './subject.ts';

/**
 * Binds a figure with its field in braces: `61,848.9 {mid_price}`. If the words around it name a field, it must be the same
 * one. Settings, directions and comparisons must fit it.
 */
export function byField(clause: Clause, path: string, proven: Proven, market: Market | null): Binding {
  const { words, settings, strange, direction, moves } = clause;
  const value = valueAt(proven.answer, path);
  if (value === undefined) return barred(`the answer has no field ${path}`);
  if (typeof value !== 'number') return barred(`${path} is not a number in the answer`);
  if (strange !== null) return barred(`the mark "${strange}" is ambiguous here; remove it`);
  const bounding = [...words].find((word) => COMPARATIVES.has(word));
  if (bounding !== undefined) return barred(`"${bounding}" makes the figure a bound; state the value itself`);
  const named = bind(spoken(clause, path, proven, market), proven, market);
  const place = placeOf(proven.answer, path);
  if (named.kind === 'bound' && !named.bound.paths.includes(place))
    return barred(`the words name ${named.bound.paths[0] ?? 'another field'}, but the braces name ${path}`);
  if (words.has('book') && OF_TRADES.test(path)) return barred(`${path} comes from trades, so "book" does not apply to it`);
  const side = sideOf(proven.answer, place);
  const said = [...words].filter((word) => ['buy', 'sell', 'bid', 'ask'].includes(word));
  if (side !== null && said.length > 0 && !said.includes(side))
    return barred(`${path} is on the ${side} side, but the text names another side`);
  const term = termFor(proven.operation, path);
  const own = wordsOfPath(proven.operation, path);
  const other = [...words].find((word) => NAME_WORDS.has(word) && !isDroppable(word) && term !== null && !own.has(word));
  if (named.kind !== 'bound' && other !== undefined) return barred(`"${other}" is not part of any name of ${path}`);
  if (direction !== 'none' && term?.sign !== 'signed') return barred(`${path} has no sign, so a direction does not apply to it`);
  if (moves && path !== 'change_24h_pct') return barred(`${path} is a value at one moment; write "is", not "rose" or "fell"`);
  const claiming = settings.filter(({ what }) => what !== 'list number' && what !== 'time' && what !== 'date');
  if (named.kind !== 'bound' && claiming.length > 0)
    return barred(`the window, size or level in the text does not select ${path}`);
  // "net inflow of -7": the name itself has a direction, for any window.
  const directed = termsNamed(proven.operation, { words, own: words, droppable: isDroppable }).find(
    (one) => one.direction !== undefined,
  )?.direction;
  const signed = term === null || term.sign === 'signed';
  const bound = {
    paths: [path],
    unit: term?.unit ?? 'none',
    signed,
    direction: directed ?? direction,
    market,
    ambiguous: false,
    moves: moves || directed !== undefined,
    bare: 'clear',
    time: null,
  } as const;
  return {
    kind: 'bound',
    bound: named.kind === 'bound' ? { ...bound, time: named.bound.time, direction: named.bound.direction } : bound,
  };
}

/** The clause without its braces. The braces imply the unit of a size, unless the words may count things: "27 {…} buys". */
function spoken(clause: Clause, path: string, { operation }: Proven, market: Market | null): Clause {
  const { figure, plurals } = clause;
  const isSize = termFor(operation, path)?.unit === 'base' && figure.unit === null && plurals.length === 0;
  const unit = isSize && market?.base != null ? ({ kind: 'asset', asset: market.base } as const) : figure.unit;
  return { ...clause, figure: { ...figure, field: null, unit } };
}

/** The side of the item that contains the field; null if it has none. */
function sideOf(answer: Proven['answer'], path: string): string | null {
  const side = valueAt(answer, `${path.slice(0, Math.max(0, path.lastIndexOf('.')))}.side`);
  return typeof side === 'string' ? side : null;
}

/** A path with its items by index: `windows[seconds=30].net` is `windows[1].net`. */
function placeOf(answer: Proven['answer'], path: string): string {
  return path.replaceAll(/([\w.[\]]*?)\[([a-z_]+)=([^\]]+)\]/g, (_, list: string, key: string, wanted: string) => {
    const items = valueAt(answer, list);
    const index = Array.isArray(items)
      ? items.findIndex((item: unknown) => String((item as Record<string, unknown>)[key]) === wanted)
      : -1;
    return `${list}[${index}]`;
  });
}

/** Words that may accompany a field in braces: they name nothing and claim nothing. */
const BESIDE_BRACES = new Set(['the', 'a', 'an', 'and', 'on', 'in', 'of', 'for']);

interface Beside {
  readonly proven: Proven;
  readonly market: Market | null;
  readonly around: { readonly subject: Subject; readonly settings: readonly Setting[]; readonly markets: number };
}

/**
 * Whether the words around a field in braces name that field in full, with its window and market. True also without such words.
 */
export function namesInFull(clause: Clause, path: string, { proven, market, around }: Beside): boolean {
  if (clause.direction === 'none' && [...clause.words].every((word) => BESIDE_BRACES.has(word))) return true;
  if (around.markets > 1 && namesNoMarket(clause, around.subject)) return false;
  const said = spoken(clause, path, proven, market);
  return [said, { ...said, settings: around.settings }].some((one) => {
    const named = bind(one, proven, market);
    return named.kind === 'bound' && named.bound.paths.includes(placeOf(proven.answer, path));
  });
}
