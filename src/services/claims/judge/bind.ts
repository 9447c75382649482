import { OPTIONAL, unfitting } from '../terms/beside.ts';
import { termFor, termsNamed } from '../terms/index.ts';
import { DAY_SECONDS, type Pick, type Term } from '../terms/term.ts';
import type { Clause } from '../text/clauses.ts';
import type { Market } from '../text/market-names.ts';
import type { Setting } from '../text/settings.ts';
import { FUNCTION_WORDS, OF_ORDERS } from '../text/grammar-words.ts';
import type { Unit } from '../text/units.ts';
import { valueAt } from './fields.ts';
import { isOfMoment } from './moment.ts';
import { listOf, type Answer, type Proven } from './proven.ts';

/** What a clause names in an answer: one field, or any of some items. */
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
  /** The clause names nothing that this answer has. */
  | { readonly kind: 'unnamed' }
  /** It names a field, and something else of the clause forbids to take it. */
  | { readonly kind: 'barred'; readonly why: string };

const barred = (why: string): Binding => ({ kind: 'barred', why });

/** The field of one answer that a clause names. `market` is the instrument that the clause is about, where it says one. */
export function bind(clause: Clause, proven: Proven, market: Market | null): Binding {
  if (clause.strange !== null) return barred(`"${clause.strange}" can mean anything here`);
  const byKey = keyed(clause, proven, market);
  if (byKey !== null) return byKey;
  const terms = named(clause, proven.operation, market);
  if (terms.length === 0) return { kind: 'unnamed' };
  const tried = terms.map((term) => settle(term, clause, proven.answer, market));
  const good = tried.filter((binding) => binding.kind === 'bound');
  // "at the best bid" is where a size rests, but no price is at another.
  if (clause.located && good.some(({ bound }) => bound.unit === 'quote'))
    return barred('it may say where the market is, and not what the field is');
  const fitting = good.filter(({ bound }) => unitFits(clause, bound));
  const [only] = fitting.length > 0 ? fitting : good;
  if (only === undefined) return tried.find(({ kind }) => kind === 'barred') ?? { kind: 'unnamed' };
  const paths = new Set((fitting.length > 0 ? fitting : good).map(({ bound }) => bound.paths.join()));
  const values = new Set([...paths].map((path) => valueAt(proven.answer, path)));
  return values.size > 1 ? barred(`it may mean ${[...paths].slice(0, 3).join(' or ')}`) : only;
}

export const isDroppable = (word: string): boolean => FUNCTION_WORDS.has(word) || OPTIONAL.has(word);

/** What was traded is in no book. */
export const OF_TRADES = /^(?:windows|flow|net_flow_30s|cvd|volume_24h|trades|candles|last_price)/;

/** Terms whose name the words are, with or without words that change nothing. */
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
  // Without a name only a direction in per cent says what is meant: "up 0.04 %".
  const isMove = direction !== 'none' && kind === 'percent';
  const find = (...more: readonly string[]) =>
    termsNamed(operation, { words: new Set([...words, ...borrowed, ...more]), own: words, droppable }).filter(
      ({ names, unit, needs, path }) =>
        (isMove || !names.includes('')) &&
        (needs !== 'unit' || kind === 'per_second') &&
        (!figure.counts || unit === 'count' || unit === 'per_second') &&
        !(words.has('book') && OF_TRADES.test(path)),
    );
  const tries = [...(has('levels') ? [['level'], ['level', 'sum']] : []), []];
  // "The best bid holds 2.3 ETH": a size, said by its unit.
  const sized = typeof figure.unit === 'object' && figure.unit?.kind === 'asset' && figure.unit.asset === market?.base;
  for (const more of tries) {
    const found = find(...more);
    if (sized && found.every(({ unit }) => unit === 'quote' || unit === 'count')) {
      const sizes = find(...more, 'size');
      if (sizes.length > 0) return sizes;
    }
    if (found.length > 0) return found;
  }
  return [];
}

/** A field by its own name, as JSON has it. */
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
    return barred('other words stand beside the name of the field');
  const at = fields.filter(({ path }) => path === name || path.endsWith(`.${name}`));
  const [field] = at;
  if (field === undefined) return { kind: 'unnamed' };
  if (at.length > 1) return barred(`the answer has ${at.length} fields of this name`);
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

/** What a term stands for in an answer, with the settings and directions of the clause. */
function settle(term: Term, clause: Clause, answer: Answer, market: Market | null): Binding {
  const { settings, moves } = clause;
  const ofPrice = /(?:^|\.)(?:open|high|low|close)(?:_24h)?$/.test(term.path);
  if (term.sign !== 'signed' && clause.direction !== 'none' && !ofPrice)
    return barred('a direction is said of a value that has none');
  if (moves && term.path !== 'change_24h_pct' && !ofPrice) return barred('a movement is said, and the field is a state');
  if (term.direction !== undefined && clause.direction !== 'none') return barred('two directions are said');
  const odd = unfitting(term, clause.words);
  if (odd !== undefined) return barred(`"${odd}" is not said of ${term.path}`);
  if (clause.changes && clause.words.has('change')) return barred('a change is said to change');
  const direction = term.direction ?? clause.direction;
  const chosen = choose(term, clause, answer, market);
  if (typeof chosen === 'string') return barred(chosen);
  const paths = chosen.paths.filter((path) => typeof valueAt(answer, path) === 'number');
  if (paths.length === 0)
    return chosen.paths.length === 0
      ? barred('the answer has no such item')
      : barred(`${chosen.paths[0]} has no value in the answer`);
  return {
    kind: 'bound',
    bound: {
      paths,
      unit: term.unit,
      signed: term.sign === 'signed',
      direction,
      market: chosen.market,
      ambiguous: term.ambiguous === 'yes' && settings.every(({ what }) => what !== 'duration'),
      moves: moves || (term.direction !== undefined && !term.path.endsWith('imbalance')),
      bare: 'unclear',
      time: chosen.time ?? null,
    },
  };
}

interface Chosen {
  readonly time?: Setting;
  readonly paths: readonly string[];
  readonly market: Market | null;
}

/** The places that a term and the settings of a clause choose; a text where they don't go together. */
function choose(term: Term, clause: Clause, answer: Answer, market: Market | null): Chosen | string {
  const [list = '', rest = ''] = term.path.split('[]');
  const items = listOf(valueAt(answer, list));
  const { pick } = term;
  const { settings } = clause;
  const left = new Set(
    settings.filter(({ what }) => what !== 'list number' && what !== 'date' && (what !== 'time' || pick?.by === 'time')),
  );
  const take = (what: Setting['what']): Setting | string | null => {
    const found = [...left].filter((setting) => setting.what === what);
    if (found.length > 1) return `two settings of one kind (${what}) are said`;
    const [one] = found;
    if (one !== undefined) left.delete(one);
    return one ?? null;
  };
  const where = (test: (item: Answer) => boolean): string[] =>
    items.flatMap((item, index) => (test(item) ? [`${list}[${index}]${rest}`] : []));
  const one = (paths: readonly string[], what: string): Chosen | string =>
    paths.length === 1 ? { paths, market } : paths.length === 0 ? `the answer has no ${what}` : `which ${what} is not said`;
  let chosen: Chosen | string = { paths: [term.path], market };
  if (pick !== undefined) chosen = pickItem(pick, { items, where, one, take, market, answer, clause });
  else {
    const duration = take('duration');
    if (typeof duration === 'string') return duration;
    if (duration === null && term.needs === 'duration') return 'which window is not said';
    if (duration !== null && !(term.seconds ?? []).includes(duration.value))
      return `${term.path} is not over ${duration.value} s`;
  }
  if (typeof chosen === 'string') return chosen;
  if (EXTREME.test(term.path) && settings.some(({ what }) => what === 'time' || what === 'date'))
    return 'when it was reached is not in the answer';
  if (term.seconds?.includes(DAY_SECONDS) === true && isOfDate(settings)) return 'a date is no window of 24 h';
  const open = whyOpen(term, chosen.paths[0], clause, answer);
  if (open !== null) return open;
  const levels = take('levels');
  if (typeof levels === 'string') return levels;
  const asked = pick?.by === 'first' && levels?.value === items.length;
  if (levels !== null && levels.value !== term.levels && !asked) return `${term.path} is not of ${levels.value} levels`;
  const [over] = left;
  if (
    over?.what === 'duration' &&
    (pick?.by === 'last' || pick?.by === 'time') &&
    intervalSeconds(answer['interval']) === over.value
  )
    return chosen;
  if (over?.what === 'duration' && pick !== undefined && (term.seconds ?? []).includes(over.value)) return chosen;
  return over === undefined ? chosen : `a ${over.what} is said that the field does not have`;
}

/** A candle that goes on has no close yet, and no high, low or volume unless it is called the current or the last. */
function whyOpen({ path }: Term, place: string | undefined, { words }: Clause, answer: Answer): string | null {
  const seconds = intervalSeconds(answer['interval']);
  const part = /^candles\[\]\.(\w+)$/.exec(path)?.[1];
  if (seconds === null || part === undefined || part === 'open' || place === undefined) return null;
  const start = valueAt(answer, place.replace(/\.\w+$/, '.start'));
  const ends = Date.parse(String(start)) + seconds * MS_PER_SECOND;
  if (ends <= Date.parse(String(answer['as_of']))) return null;
  return part !== 'close' && (words.has('current') || words.has('last')) ? null : 'the candle has not ended';
}

const EXTREME = /(?:high|low)_24h$|profile|\.poc$|\.va[hl]$/;

const isOfDate = (settings: readonly Setting[]): boolean =>
  settings.some(({ what, time }) => what === 'date' || (what === 'time' && time?.includes(':') === false)) &&
  settings.every(({ what }) => what !== 'duration');

interface Choosing {
  readonly clause: Clause;
  readonly items: readonly Answer[];
  readonly where: (test: (item: Answer) => boolean) => string[];
  readonly one: (paths: readonly string[], what: string) => Chosen | string;
  readonly take: (what: Setting['what']) => Setting | string | null;
  readonly market: Market | null;
  readonly answer: Answer;
}

function pickItem(pick: Pick, { items, where, one, take, market, answer, clause }: Choosing): Chosen | string {
  switch (pick.by) {
    case 'duration':
    case 'distance': {
      const said = take(pick.by);
      if (typeof said === 'string') return said;
      if (said === null)
        return items.length === 1
          ? one(
              where(() => true),
              'window',
            )
          : `which ${pick.by} is not said`;
      return one(
        where((item) => item[pick.key] === said.value),
        pick.by === 'duration' ? `window of ${said.value} s` : `distance of ${said.value} bps`,
      );
    }
    case 'order': {
      const said = take('order');
      if (typeof said === 'string') return said;
      const sized = where((item) => item['side'] === pick.side && (said === null || item['qty'] === said.value));
      return one(sized, said === null ? 'order' : `${pick.side} order of ${said.value}`);
    }
    case 'first':
      return one(
        where((item) => item === items[0] && (pick.side === undefined || item['side'] === pick.side)),
        'item',
      );
    case 'time': {
      const said = take('time');
      if (typeof said === 'string') return said;
      if (said === null) return 'which candle is not said';
      const chosen = one(
        where((item) => isOfMoment(said, String(item[pick.key]), '')),
        'candle of that time',
      );
      return typeof chosen === 'string' ? chosen : { ...chosen, time: said };
    }
    case 'last':
      return one(
        where((item) => item === items.at(-1)),
        'item',
      );
    case 'any': {
      // "the top wall" is one of them, and which is not counted.
      if (clause.words.has('top') || !clause.alone) return 'which item is not said';
      const paths = where((item) => pick.side === undefined || item['side'] === pick.side);
      return { paths, market };
    }
    case 'rank': {
      const said = take('rank');
      if (typeof said === 'string') return said;
      return said === null
        ? 'which level is not said'
        : one(
            where((item) => item === items[said.value - 1]),
            'level of that place',
          );
    }
    case 'id': {
      const said = take('id');
      if (typeof said === 'string') return said;
      return said === null
        ? 'which item is not said'
        : one(
            where((item) => item[pick.key] === said.value),
            'item of that number',
          );
    }
    case 'venue':
      return one(
        where((item) => market === null || String(item['venue']) === market.venue),
        'venue',
      );
    case 'market': {
      const rows = where(
        (item) =>
          (market === null || (item['symbol'] === market.symbol && item['venue'] === market.venue)) &&
          (pick.stream === undefined || item['stream'] === pick.stream),
      );
      const chosen = one(rows, 'market');
      const symbol = answer['symbol'];
      return typeof chosen === 'string' && market === null && symbol === undefined ? 'which market is not said' : chosen;
    }
  }
}

const MS_PER_SECOND = 1_000;
const INTERVALS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of a candle's interval such as `1m`; null where it is none. */
function intervalSeconds(interval: unknown): number | null {
  const found = typeof interval === 'string' ? /^(\d+)([smhd])$/.exec(interval) : null;
  return found === null ? null : Number(found[1]) * (INTERVALS[found[2] as string] as number);
}

/** Of two fields of one name, in base and in quote currency, the stated unit says which. */
function unitFits({ figure: { unit, currency } }: Clause, { unit: own, market }: Bound): boolean {
  if (currency !== null) return own === 'quote';
  if (unit === null || unit === 'unknown') return own !== 'quote' || market === null;
  if (unit.kind !== 'asset') return true;
  return (own === 'quote' && unit.asset === market?.quote) || (own === 'base' && unit.asset === market?.base);
}
