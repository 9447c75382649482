import { canonical } from '../terms/canonical.ts';
import { NAME_WORDS } from '../terms/index.ts';
import type { Cursor } from './cursor.ts';
import type { Market } from './market-names.ts';
import type { Place } from './tokens.ts';
import type { UnitRead } from './unit-after.ts';
import { timeUnit } from './units.ts';
import { SMALL_NUMBERS } from './words.ts';

/** A number that selects a value, such as a window, and claims none itself. */
export interface Setting extends Place {
  readonly what: 'duration' | 'distance' | 'order' | 'levels' | 'time' | 'date' | 'list number' | 'rank' | 'id';
  /** Seconds, bps, base currency, levels, rank or id, by `what`; 0 for the others. */
  readonly value: number;
  /** The text of a time. */
  readonly time: string | null;
  /** "at 10:38": a moment, not the candle that starts then. */
  readonly moment?: true;
}

/** What each kind of setting is called in answers. */
export const SETTING_WORDS: Readonly<Record<Setting['what'], string>> = {
  duration: 'window',
  distance: 'distance from the mid',
  order: 'order size',
  levels: 'number of levels',
  time: 'time',
  date: 'date',
  'list number': 'list number',
  rank: 'rank in the book',
  id: 'id',
};

/** A setting, with the other tokens that belong to it. */
export interface SettingRead {
  readonly what: Setting['what'];
  readonly value: number;
  readonly consumed: readonly number[];
}

/** Words before a length of time that make it a window. */
const WINDOW = new Set(['over', 'in', 'within', 'during', 'for', 'across', 'of', 'window', 'a', 'an', 'on', 'at', 'from']);
const LAST = new Set(['last', 'past', 'trailing', 'rolling', 'the']);
const WINDOW_NOUNS = new Set([
  'window',
  'windows',
  'period',
  'interval',
  'horizon',
  'lookback',
  'basis',
  'view',
  'stretch',
  'span',
]);
const CANDLE_PARTS = new Set(['candle', 'open', 'high', 'low', 'close', 'volume']);
const MONTHS =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(t(ember)?)?|oct(ober)?|nov(ember)?|dec(ember)?)$/;
const POINTERS = new Set([
  'step',
  'page',
  'item',
  'section',
  'chapter',
  'footnote',
  'slide',
  'figure',
  'table',
  'line',
  'row',
  'appendix',
  'exhibit',
  'no',
  'note',
  'fig',
  'tip',
]);
const MOST_POINTER = 1_000;

const STARTS = new Set(['starting', 'beginning']);
const CANDLE_NAMES = new Set(['candle', '1m', 'minute', 'starting', 'beginning', 'began', 'starts', 'begins']);

/** Whether a time says when something happened: "closed at 10:38", but not "the candle at 10:38". */
export function isMoment(cursor: Cursor, index: number): boolean {
  const before = cursor.word(index - 1);
  if (before === 'at') return !CANDLE_NAMES.has(canonical(cursor.word(index - 2)));
  return /^(?:opened|closed|closes|opens)$/.test(before);
}

const stops = (mark: string): boolean => mark !== '' && '|,;:()\t–—'.includes(mark);
const isSmall = (value: number): boolean => Number.isInteger(value) && value < MOST_POINTER;

/** "1." at the start of a line, "[1]", "Step 2": a number that is only a reference. */
export function pointerAt(cursor: Cursor, index: number, opensLine: boolean): SettingRead | null {
  const token = cursor.tokens[index];
  const isBare = token?.kind === 'number' && token.reading.kind === 'number' && token.reading.suffix === '';
  if (!isBare || !isSmall(cursor.value(index))) return null;
  const opens = index === 0 && opensLine && (cursor.tokens.length === 1 || cursor.mark(1) === ')');
  const bracketed = cursor.mark(index - 1) === '[' && cursor.mark(index + 1) === ']';
  const noun = POINTERS.has(cursor.word(index - 1)) ? [index - 1] : [];
  return opens || bracketed || noun.length > 0 ? { what: 'list number', value: 0, consumed: noun } : null;
}

/** "bid 2: 61,848.79": which item of a list is meant. */
export const isIndex = (cursor: Cursor, index: number): boolean =>
  cursor.mark(index + 1) === ':' && isSmall(cursor.value(index)) && cursor.word(index - 1) !== '' && cursor.numbers > 1;

const RANKS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const SIDES = new Set(['bid', 'ask']);

/** "the second bid level", "third best ask": a rank in the book, counted from the touch. */
export function rankAt(cursor: Cursor, index: number): SettingRead | null {
  const rank = RANKS.indexOf(cursor.word(index)) + 1;
  const after = cursor.mark(index + 1) === '-' ? index + 2 : index + 1;
  const next = canonical(cursor.word(after));
  const sided = SIDES.has(next) || (next === 'best' && SIDES.has(canonical(cursor.word(after + 1))));
  return rank > 0 && sided ? { what: 'rank', value: rank, consumed: [] } : null;
}

/** "trade 1000003854": a number that is the id of an item. */
export const idAt = (cursor: Cursor, index: number, ids: ReadonlySet<number>): SettingRead | null =>
  ids.has(cursor.value(index))
    ? { what: 'id', value: cursor.value(index), consumed: cursor.word(index - 1) === 'id' ? [index - 1] : [] }
    : null;

/** "29 November 2026", "Nov 29". */
export function dateAt(cursor: Cursor, index: number): SettingRead | null {
  const isMonth = (at: number) => MONTHS.test(cursor.word(at));
  const year = (at: number): number[] => {
    const place = cursor.mark(at) === ',' ? at + 1 : at;
    return cursor.value(place) > 1_900 && cursor.value(place) < 2_200 ? [place] : [];
  };
  if (isMonth(index + 1)) return { what: 'date', value: 0, consumed: [index + 1, ...year(index + 2)] };
  return isMonth(index - 1) ? { what: 'date', value: 0, consumed: [index - 1, ...year(index + 1)] } : null;
}

/** "the top 20 levels", "20-level"; `value` is passed if the number is a word. */
export function levelsAt(cursor: Cursor, index: number, value = cursor.value(index)): SettingRead | null {
  const hyphen = cursor.mark(index + 1) === '-' ? 1 : 0;
  const after = cursor.word(index + 1 + hyphen);
  const best = hyphen === 0 && after === 'best' && SIDES.has(canonical(cursor.word(index + 2)));
  const ranked = after === 'best' && cursor.word(index + 2) === 'levels';
  const isLevels = ranked || after === 'levels' || after === 'rungs' || (hyphen === 1 && after === 'level') || best;
  const top = ['top', 'first', 'best'].includes(cursor.word(index - 1)) ? [index - 1] : [];
  const hyphened = cursor.mark(index - 1) === '-' && cursor.word(index - 2) === 'top' ? [index - 1, index - 2] : [];
  const behind = [...top, ...hyphened];
  if (!isLevels && behind.length === 0) return null;
  // "998 levels of asks" is a count of levels.
  if (behind.length === 0 && hyphen === 0 && !best && cursor.numbers < 2) return null;
  const ahead = isLevels ? Array.from({ length: 1 + hyphen + (ranked ? 1 : 0) }, (_, i) => index + 1 + i) : [];
  let at = Math.min(index, ...behind) - 1;
  if (cursor.word(at) === 'the') behind.push(at--);
  if (['over', 'across', 'within', 'of', 'in'].includes(cursor.word(at))) behind.push(at);
  return { what: 'levels', value, consumed: [...behind, ...ahead] };
}

/** Reads a duration as a window if words mark it as one, or if another number of the sentence is the figure. */
export function durationAt(
  cursor: Cursor,
  index: number,
  { seconds, scale, consumed }: UnitRead,
  value: number,
): SettingRead | null {
  if (seconds === null || value === 0) return null;
  // In "an age of 5 ms", the duration is the figure.
  if (cursor.word(index - 1) === 'of' && canonical(cursor.word(index - 2)) === 'age') return null;
  const behind: number[] = [];
  let at = index - 1;
  while (LAST.has(cursor.word(at)) && at >= index - 4) behind.push(at--);
  const ruled = WINDOW.has(cursor.word(at)) || behind.length > 0;
  if (WINDOW.has(cursor.word(at)) && !['a', 'an', 'window'].includes(cursor.word(at))) behind.push(at);
  const end = Math.max(index, ...consumed) + 1;
  const hyphenated = cursor.mark(index + 1) === '-' && consumed.includes(index + 1);
  const follows = cursor.word(end);
  const noun = WINDOW_NOUNS.has(follows) ? [end] : [];
  const alone =
    cursor.numbers > 1 &&
    (index === 0 || stops(cursor.mark(index - 1))) &&
    (end === cursor.tokens.length || stops(cursor.mark(end)));
  // "buy volume 300 s: 21.7k"
  const labels = cursor.numbers > 1 && NAME_WORDS.has(canonical(cursor.word(index - 1))) && [':', '='].includes(cursor.mark(end));
  // No field is counted in minutes or hours.
  const isWindow =
    ruled ||
    seconds >= 60 ||
    alone ||
    labels ||
    hyphenated ||
    noun.length > 0 ||
    (NAME_WORDS.has(canonical(follows)) && follows !== 'old');
  if (!isWindow) return null;
  // In "the last 1m candle", "last" belongs to the candle.
  const last = CANDLE_PARTS.has(canonical(follows)) ? behind.find((one) => cursor.word(one) === 'last') : undefined;
  // The scale of a duration already includes its seconds.
  return {
    what: 'duration',
    value: value * seconds * (scale / Math.max(1, seconds)),
    consumed: [...consumed, ...behind.filter((one) => one !== last), ...noun],
  };
}

/** "within 5 bps of the mid", "±5 bps". */
export function distanceAt(cursor: Cursor, index: number, { unit, scale, consumed }: UnitRead): SettingRead | null {
  const kind = typeof unit === 'object' ? unit?.kind : undefined;
  const bps = kind === 'bps' ? 1 : kind === 'percent' ? 100 : null;
  if (bps === null) return null;
  const within = ['within', 'inside'].includes(cursor.word(index - 1)) || cursor.mark(index - 1) === '±' ? [index - 1] : [];
  const end = Math.max(index, ...consumed) + 1;
  const band = ['band', 'range', 'distance'].includes(cursor.word(end)) ? [end] : [];
  if (within.length === 0 && band.length === 0) return null;
  return { what: 'distance', value: cursor.value(index) * scale * bps, consumed: [...consumed, ...within, ...band] };
}

const ORDER_FILLERS = new Set(['a', 'an', 'the', 'of', 'for', 'to', 'about', 'on', 'order', 'market']);
const ORDER_NOUNS = new Set(['buy', 'sell', 'order', 'market', 'clip', 'lot']);

/** "buying 0.5 BTC", "a 2 ETH sell": the size of an order in an answer about orders. */
export function orderAt(
  cursor: Cursor,
  index: number,
  { unit, scale, consumed }: UnitRead,
  markets: readonly Market[],
): SettingRead | null {
  if (typeof unit !== 'object' || unit?.kind !== 'asset' || cursor.numbers < 2) return null;
  const { asset } = unit;
  if (!markets.some(({ base }) => base === asset)) return null;
  const end = Math.max(index, ...consumed) + 1;
  const noun = canonical(cursor.word(cursor.mark(end) === '-' ? end + 1 : end));
  let at = index - 1;
  while (ORDER_FILLERS.has(cursor.word(at)) && at > index - 5) at--;
  const verb = canonical(cursor.word(at));
  const filler = Array.from({ length: index - at - 1 }, (_, i) => cursor.word(at + 1 + i)).includes('order');
  const earlier = wordsBack(cursor, index).some((one) => one === 'buy' || one === 'sell');
  const isOrder =
    (earlier && cursor.word(index - 1) === 'for') ||
    verb === 'buy' ||
    verb === 'sell' ||
    verb === 'lift' ||
    verb === 'hit' ||
    filler ||
    ORDER_NOUNS.has(noun);
  return isOrder ? { what: 'order', value: cursor.value(index) * scale, consumed } : null;
}

/** The words before a position, back to the nearest punctuation mark or number. */
function wordsBack(cursor: Cursor, index: number): readonly string[] {
  const words: string[] = [];
  for (let at = index - 1; cursor.raw(at) !== ''; at--) words.push(canonical(cursor.word(at)));
  return words;
}

/** Settings in words: "the last minute", "half an hour", "the top twenty levels", "minute candle". */
export function wordSettingAt(cursor: Cursor, index: number): SettingRead | null {
  const word = cursor.word(index);
  const rank = rankAt(cursor, index);
  if (rank !== null) return rank;
  if (word === 'minute' && cursor.tokens[index - 1]?.kind === 'time') return { what: 'duration', value: 60, consumed: [] };
  if (word === 'minute' && STARTS.has(cursor.word(index + 1)) && cursor.tokens[index + 2]?.kind === 'time')
    return { what: 'duration', value: 60, consumed: [] };
  const small = Object.hasOwn(SMALL_NUMBERS, word) ? SMALL_NUMBERS[word] : undefined;
  if (small !== undefined) {
    const levels = Number.isInteger(small) ? levelsAt(cursor, index, small) : null;
    if (levels !== null) return levels;
    let at = index + 1;
    // "twenty-four hours"
    const units = cursor.mark(at) === '-' && word === 'twenty' && cursor.word(at + 1) === 'four' ? 4 : 0;
    if (units > 0) at += 2;
    while (['a', 'an'].includes(cursor.word(at)) || cursor.mark(at) === '-') at++;
    const seconds = at > index + 4 ? null : timeUnit(cursor.word(at));
    const consumed = Array.from({ length: at - index }, (_, i) => index + 1 + i);
    return durationAt(cursor, index, { unit: null, scale: Math.max(1, seconds ?? 1), consumed, seconds }, small + units);
  }
  if (word === 'minute' && canonical(cursor.word(index + 1)) === 'candle') return { what: 'duration', value: 60, consumed: [] };
  const single = ['a', 'an'].includes(word);
  if ((!LAST.has(word) && !single) || word === 'the' || cursor.word(index + 1).length < 3) return null;
  const seconds = timeUnit(cursor.word(index + 1));
  if (seconds === null) return null;
  const article = cursor.word(index - 1) === 'the' ? [index - 1] : [];
  const before = index - 1 - article.length;
  const over = WINDOW.has(cursor.word(before)) ? [before, ...article] : [];
  return { what: 'duration', value: seconds, consumed: [index + 1, ...over] };
}
