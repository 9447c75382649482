import { cursorOf, type Cursor } from './cursor.ts';
import type { Market } from './market-names.ts';
import { marketAt, type MarketName } from './named-market.ts';
import type { NumberReading } from './number.ts';
import type { RawSentence } from './sentence.ts';
import {
  dateAt,
  distanceAt,
  durationAt,
  idAt,
  isIndex,
  isMoment,
  pointerAt,
  levelsAt,
  orderAt,
  wordSettingAt,
  type Setting,
  type SettingRead,
} from './settings.ts';
import type { Place, Sign, Token } from './tokens.ts';
import { COUNTED, currencyBefore, unitAfter, type UnitRead } from './unit-after.ts';
import type { StatedUnit } from './units.ts';
import { NUMBER_WORDS } from './words.ts';

/** A number that claims something, or one that can't be read. */
export interface Figure extends Place {
  readonly reading: NumberReading;
  readonly sign: Sign;
  readonly currency: string | null;
  readonly unit: StatedUnit | 'unknown' | null;
  /** Factor of a word such as "million" or "minutes". */ readonly scale: number /** The field that `{…}` after it names. */;
  readonly field: string | null;
  /** It may be the index of a list item: "third", "bid 2:". */
  readonly chooses: boolean;
  /** A dash and a space precede it, and the dash may be a minus. */
  readonly dashed: boolean;
  /** It counts things: "5 latest trades". */
  readonly counts: boolean;
}

export type Piece = Place &
  (
    | { readonly kind: 'figure'; readonly figure: Figure }
    | { readonly kind: 'setting'; readonly setting: Setting }
    | { readonly kind: 'word'; readonly word: string }
    | ({ readonly kind: 'market' } & MarketName)
    | { readonly kind: 'mark'; readonly mark: string; readonly spaced: boolean }
    | { readonly kind: 'receipt'; readonly receipt: string }
  );

export interface Known {
  readonly markets: readonly Market[];
  /** Names of the answers' fields. */
  readonly keys: ReadonlySet<string>;
  /** Whether an answer about orders is cited; sizes are then settings. */
  readonly orders: boolean;
  /** Ids of items of the answers. */
  readonly ids: ReadonlySet<number>;
}

const CHOOSES = 'it may be an index; write VALUE {list[0].field}';
const CURRENCY = /^\p{Sc}$/u;
const DASHES = new Set(['-', '–', '—', '−']);
const ARITHMETIC = new Set(['*', '×', '÷', '+', '^']);

/** Reads a sentence into pieces: the meaning of each number, the markets it names, and the other words. */
export function readSentence({ tokens, opensLine }: RawSentence, known: Known): readonly Piece[] {
  const cursor = cursorOf(tokens);
  const pieces = new Map<number, Piece>();
  const used = new Set<number>();
  const put = (index: number, piece: Piece, consumed: readonly number[] = []): void => {
    for (const one of consumed) {
      used.add(one);
      pieces.delete(one);
    }
    used.add(index);
    pieces.set(index, piece);
  };
  const set = (index: number, { what, value, consumed }: SettingRead): void => {
    const place = cursor.span([index, ...consumed]);
    put(index, { kind: 'setting', ...place, setting: { ...place, what, value, time: null } }, consumed);
  };
  // Numbers are read first, because they consume the words that belong to them. Then come the other words, then other tokens.
  const pass = (kind: Token['kind'], read: (index: number) => void) =>
    tokens.forEach((token, index) => token.kind === kind && !used.has(index) && read(index));
  pass('number', (index) => {
    const setting = settingOf(cursor, index, known, opensLine);
    if (setting !== null) return set(index, setting);
    const { figure, consumed } = figureOf(cursor, index, known);
    put(index, { kind: 'figure', start: figure.start, end: figure.end, figure }, consumed);
  });
  pass('word', (index) => {
    const setting = wordSettingAt(cursor, index);
    if (setting !== null) return set(index, setting);
    const market = marketAt(cursor, index, known.markets);
    if (market === null) return put(index, wordPiece(cursor, index, known));
    const more = Array.from({ length: market.more }, (_, i) => index + 1 + i);
    put(index, { kind: 'market', ...market.name, ...cursor.span([index, ...more]) }, more);
  });
  pass('time', (index) => {
    const { start, end, text } = tokens[index] as Extract<Token, { kind: 'time' }>;
    const setting: Setting = { start, end, what: 'time', value: 0, time: text };
    put(index, { kind: 'setting', start, end, setting: isMoment(cursor, index) ? { ...setting, moment: true } : setting });
  });
  pass('receipt', (index) =>
    put(index, { kind: 'receipt', receipt: (tokens[index] as { text: string }).text, ...cursor.span([index]) }),
  );
  // `{…}` without a figure before it names nothing.
  pass('field', (index) => put(index, { kind: 'word', word: '{}', ...cursor.span([index]) }));
  pass('mark', (index) =>
    put(index, { kind: 'mark', mark: cursor.mark(index), spaced: isSpaced(tokens, index), ...cursor.span([index]) }),
  );
  return [...pieces].toSorted(([a], [b]) => a - b).map(([, piece]) => piece);
}

const isSpaced = (tokens: readonly Token[], index: number): boolean => {
  const { start, end } = tokens[index] as Token;
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  return (before === undefined || before.end < start) && (after === undefined || after.start > end);
};

function settingOf(cursor: Cursor, index: number, known: Known, opensLine: boolean): SettingRead | null {
  // A number followed by its field claims a value, whatever it looks like.
  if ([1, 2, 3].some((step) => cursor.tokens[index + step]?.kind === 'field' && !hasNumber(cursor, index + 1, index + step)))
    return null;
  const pointer = pointerAt(cursor, index, opensLine) ?? dateAt(cursor, index) ?? idAt(cursor, index, known.ids);
  if (pointer !== null) return pointer;
  if (Number.isNaN(cursor.value(index)) || isBeside(cursor, index)) return null;
  const levels = levelsAt(cursor, index);
  if (levels !== null) return levels;
  const unit = unitAfter(cursor, index, known.markets);
  return (
    durationAt(cursor, index, unit, cursor.value(index)) ??
    distanceAt(cursor, index, unit) ??
    (known.orders ? orderAt(cursor, index, unit, known.markets) : null)
  );
}

const hasNumber = (cursor: Cursor, from: number, to: number): boolean =>
  cursor.tokens.slice(from, to).some(({ kind }) => kind === 'number');

/** Two numbers with only a space between them may be one number; with an arithmetic operator they are a calculation. */
function isBeside({ tokens, mark, isNumber }: Cursor, index: number): boolean {
  const { start, end } = tokens[index] as Token;
  const next = tokens[index + 1];
  const before = tokens[index - 1];
  if (next?.kind === 'number' && next.start - end <= 1) return true;
  if (before?.kind === 'number' && start - before.end <= 1) return true;
  const ahead = ARITHMETIC.has(mark(index + 1)) && isNumber(index + 2);
  return ahead || (ARITHMETIC.has(mark(index - 1)) && isNumber(index - 2));
}

function figureOf(
  cursor: Cursor,
  index: number,
  known: Known,
): { readonly figure: Figure; readonly consumed: readonly number[] } {
  const token = cursor.tokens[index] as Extract<Token, { kind: 'number' }>;
  const readable = token.reading.kind === 'number';
  const read: UnitRead = readable
    ? unitAfter(cursor, index, known.markets)
    : { unit: 'unknown', scale: 1, consumed: [], seconds: null };
  const after = Math.max(index, ...read.consumed) + 1;
  // "370 ms old {age_ms}": a word may stand between.
  const named = [after, after + 1].find(
    (at) => cursor.tokens[at]?.kind === 'field' && (at === after || cursor.raw(after) !== ''),
  );
  const field = named === undefined ? undefined : cursor.tokens[named];
  const path = field?.kind === 'field' ? field.path : null;
  // "0.0534 {spread_bps} %": the unit may also follow the field, but not appear twice.
  const behind = path === null ? null : unitAfter(cursor, named ?? after, known.markets);
  const unit = behind === null || behind.unit === null ? read.unit : read.unit === null ? behind.unit : 'unknown';
  const before = token.currency === null ? currencyBefore(cursor, index) : null;
  // "61,835 €"
  const sign = token.currency === null && before === null && CURRENCY.test(cursor.mark(after)) ? after : null;
  const why = !readable
    ? null
    : isIndex(cursor, index)
      ? CHOOSES
      : isBeside(cursor, index)
        ? 'another number is next to it; put words between them'
        : named === undefined && cursor.mark(after) === '{'
          ? 'the braces behind it do not hold the name of one field'
          : null;
  const place = cursor.span([index, ...read.consumed]);
  return {
    figure: {
      ...place,
      reading: why === null ? token.reading : { kind: 'unreadable', why },
      sign: token.sign,
      currency: token.currency ?? before ?? (sign === null ? null : cursor.mark(sign)),
      unit,
      scale: read.scale * (read.unit === null ? (behind?.scale ?? 1) : 1),
      field: path,
      chooses: why === CHOOSES,
      dashed: DASHES.has(cursor.mark(index - 1)),
      counts:
        COUNTED.has(cursor.word(after)) ||
        (Number.isInteger(cursor.value(index)) && [1, 2].some((step) => COUNTED.has(cursor.word(after + step)))),
    },
    consumed: [
      ...read.consumed,
      ...(behind?.consumed ?? []),
      ...(named === undefined ? [] : [named]),
      ...(before === null ? [] : [index - 1]),
      ...(sign === null ? [] : [sign]),
    ],
  };
}

/** "the one over 5 s" */
const PRONOUN = new Set(['the', 'this', 'that', 'which', 'latter', 'former']);
const TOP = /^top[-_]?(\d{1,3})$/;
const DIGIT = /\p{N}/u;

function wordPiece(cursor: Cursor, index: number, { keys }: Known): Piece {
  const word = cursor.raw(index);
  const lower = cursor.word(index);
  const place = cursor.span([index]);
  const levels = TOP.exec(lower);
  if (levels !== null)
    return { kind: 'setting', ...place, setting: { ...place, what: 'levels', value: Number(levels[1]), time: null } };
  const isKey = keys.has(word) || keys.has(word.split(/[.[]/)[0] ?? '');
  const why =
    DIGIT.test(word) && !isKey
      ? 'it mixes letters and digits'
      : NUMBER_WORDS.has(lower) && !(lower === 'one' && PRONOUN.has(cursor.word(index - 1)))
        ? 'a number in words is not read; write digits'
        : null;
  if (why === null) return { kind: 'word', word: isKey ? word : lower, ...place };
  const figure: Figure = {
    ...place,
    reading: { kind: 'unreadable', why },
    sign: 'none',
    currency: null,
    unit: null,
    scale: 1,
    field: null,
    // "third level", "twenty bids": an index or a count.
    chooses: NUMBER_WORDS.has(lower),
    dashed: false,
    counts: false,
  };
  return { kind: 'figure', ...place, figure };
}
