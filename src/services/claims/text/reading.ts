import { NAME_WORDS } from '../terms/index.ts';
import { canonical } from '../terms/canonical.ts';
import type { NumberReading } from './number.ts';
import { multiplierOf } from './number.ts';
import { assetOf, CURRENCIES, plainSymbol, type Market } from './market-names.ts';
import type { RawSentence } from './sentence.ts';
import type { Place, Sign, Token } from './tokens.ts';
import { timeUnit, type StatedUnit } from './units.ts';
import { NUMBER_WORDS, SMALL_NUMBERS } from './words.ts';

/** A number that claims something, or one that can't be read. */
export interface Figure extends Place {
  readonly reading: NumberReading;
  readonly sign: Sign;
  readonly currency: string | null;
  readonly unit: StatedUnit | 'unknown' | null;
  /** What a word such as "million" or "minutes" multiplies it by. */
  readonly scale: number;
  /** The field that `{…}` behind it names. */
  readonly field: string | null;
}

/** A number that says what is meant and claims no value. */
export interface Setting extends Place {
  readonly what: 'duration' | 'distance' | 'order' | 'levels' | 'time' | 'date' | 'list number';
  /** Seconds, bps, base currency or levels; 0 for the others. */
  readonly value: number;
  readonly unit: string | null;
}

export type Piece = Place &
  (
    | { readonly kind: 'figure'; readonly figure: Figure }
    | { readonly kind: 'setting'; readonly setting: Setting }
    | { readonly kind: 'word'; readonly word: string }
    | { readonly kind: 'market'; readonly asset: string | null; readonly symbol: string | null; readonly venue: string | null }
    | { readonly kind: 'mark'; readonly mark: string; readonly spaced: boolean }
    | { readonly kind: 'receipt' }
  );

export interface Known {
  readonly markets: readonly Market[];
  /** Names of fields that the answers have. */
  readonly keys: ReadonlySet<string>;
  /** `yes` where an answer about orders is cited, whose sizes are settings. */
  readonly orders: 'yes' | 'no';
}

/** Words before a length of time that make it a window. */
const WINDOW = new Set([
  'over',
  'in',
  'within',
  'during',
  'for',
  'per',
  'across',
  'every',
  'of',
  'window',
  'a',
  'an',
  'on',
  'at',
  'from',
]);
const LAST = new Set([
  'last',
  'past',
  'previous',
  'trailing',
  'rolling',
  'latest',
  'the',
  'preceding',
  'recent',
  'full',
  'final',
]);
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
  'question',
  'no',
]);
const ORDER_WORDS = new Set(['buy', 'sell']);
const ORDER_NOUNS = new Set(['buy', 'sell', 'order', 'market', 'clip', 'lot', 'trade']);

/** A unit, with the tokens that say it; seconds where it is a length of time. */
interface UnitRead {
  readonly unit: Figure['unit'];
  readonly scale: number;
  readonly consumed: readonly number[];
  readonly seconds: number | null;
}

/** Reads a sentence: what each of its numbers is, which markets it names, and which words are left. */
export function readSentence({ tokens, opensLine }: RawSentence, known: Known): readonly Piece[] {
  return new SentenceReader(tokens, opensLine, known).read();
}

class SentenceReader {
  private readonly tokens: readonly Token[];
  private readonly opensLine: boolean;
  private readonly known: Known;
  private readonly pieces = new Map<number, Piece>();
  private readonly used = new Set<number>();
  private readonly numbers: number;

  constructor(tokens: readonly Token[], opensLine: boolean, known: Known) {
    this.tokens = tokens;
    this.opensLine = opensLine;
    this.known = known;
    this.numbers = tokens.filter(({ kind }) => kind === 'number').length;
  }

  read(): readonly Piece[] {
    const { tokens } = this;
    tokens.forEach((token, index) => token.kind === 'number' && this.number(index));
    tokens.forEach((token, index) => token.kind === 'word' && !this.used.has(index) && this.word(index));
    tokens.forEach((token, index) => !this.used.has(index) && this.rest(token, index));
    return [...this.pieces.entries()].toSorted(([a], [b]) => a - b).map(([, piece]) => piece);
  }

  private wordAt(index: number): string {
    const token = this.tokens[index];
    return token?.kind === 'word' ? token.word.toLowerCase().replace(/['’]s$/, '') : '';
  }

  private markAt(index: number): string {
    const token = this.tokens[index];
    return token?.kind === 'mark' ? token.mark : '';
  }

  /** Whether nothing, not even a space, stands between two neighbours. */
  private touch(index: number): boolean {
    return this.tokens[index]?.end === this.tokens[index + 1]?.start;
  }

  private set(index: number, piece: Piece, consumed: readonly number[] = []): void {
    this.pieces.set(index, piece);
    this.used.add(index);
    for (const one of consumed) {
      this.used.add(one);
      this.pieces.delete(one);
    }
  }

  private setting(index: number, what: Setting['what'], value: number, unit: string | null, consumed: readonly number[]): void {
    const place = this.span([index, ...consumed]);
    this.set(index, { kind: 'setting', ...place, setting: { what, value, unit, ...place } }, consumed);
  }

  private span(indexes: readonly number[]): Place {
    const places = indexes.map((index) => this.tokens[index] as Token);
    return { start: Math.min(...places.map(({ start }) => start)), end: Math.max(...places.map(({ end }) => end)) };
  }

  private number(index: number): void {
    const token = this.tokens[index];
    if (token?.kind !== 'number' || this.used.has(index)) return;
    if (this.isListNumber(index) || this.isMarker(index)) return this.setting(index, 'list number', 0, null, []);
    if (this.date(index)) return;
    if (token.reading.kind === 'unreadable') return this.figure(index, 'unknown', 1, []);
    if (this.beside(index)) return this.figure(index, null, 1, [], 'it stands beside another number');
    if (this.levels(index)) return;
    const { unit, scale, consumed, seconds } = this.unit(index);
    if (seconds !== null && this.duration(index, seconds, consumed)) return;
    if (unit !== null && unit !== 'unknown' && this.distance(index, unit, consumed)) return;
    if (unit !== null && unit !== 'unknown' && this.order(index, unit, consumed)) return;
    this.figure(index, unit, scale, consumed);
  }

  private figure(index: number, unit: Figure['unit'], scale: number, consumed: readonly number[], why?: string): void {
    const token = this.tokens[index];
    if (token?.kind !== 'number') return;
    const after = Math.max(index, ...consumed) + 1;
    const field = this.tokens[after];
    const path = field?.kind === 'field' ? field.path : null;
    const place = this.span([index, ...consumed]);
    const { sign, currency } = token;
    const reading: NumberReading = why === undefined ? token.reading : { kind: 'unreadable', why };
    this.set(
      index,
      {
        kind: 'figure',
        ...place,
        figure: { ...place, reading, sign, currency: currency ?? this.currencyBefore(index), unit, scale, field: path },
      },
      path === null ? consumed : [...consumed, after],
    );
  }

  /** "USD 61,848.90" */
  private currencyBefore(index: number): string | null {
    const before = this.tokens[index - 1];
    if (before?.kind !== 'word' || !CURRENCIES.has(before.word) || ['BTC', 'ETH', 'BNB'].includes(before.word)) return null;
    if (this.markAt(index - 2) === '/' || this.markAt(index - 2) === '-') return null;
    this.used.add(index - 1);
    return before.word;
  }

  /** "[1]", "Step 2", "page 12": a number that only points somewhere. */
  private isMarker(index: number): boolean {
    if (!Number.isInteger(this.value(index)) || this.value(index) >= 1_000) return false;
    return (
      (this.markAt(index - 1) === '[' && this.markAt(index + 1) === ']') ||
      POINTERS.has(this.wordAt(index - 1)) ||
      (this.markAt(index - 1) === '#' && this.touch(index - 1))
    );
  }

  private isListNumber(index: number): boolean {
    if (index !== 0 || !this.opensLine) return false;
    const token = this.tokens[0];
    const whole =
      token?.kind === 'number' &&
      token.reading.kind === 'number' &&
      Number.isInteger(token.reading.value) &&
      token.reading.value < 1_000;
    return whole && (this.tokens.length === 1 || this.markAt(1) === ')');
  }

  /** Two numbers with only a space between may be one; with a sign of arithmetic they are a sum. */
  private beside(index: number): boolean {
    const next = this.tokens[index + 1];
    const before = this.tokens[index - 1];
    const near = (other: Token | undefined, gap: number) => other?.kind === 'number' && gap <= 1;
    const token = this.tokens[index] as Token;
    if (near(next, (next?.start ?? 0) - token.end) || near(before, token.start - (before?.end ?? 0))) return true;
    const joins = (mark: string) => mark === '*' || mark === '×' || mark === '÷' || mark === '+' || mark === '^';
    const ahead = joins(this.markAt(index + 1)) && this.tokens[index + 2]?.kind === 'number';
    const behind = joins(this.markAt(index - 1)) && this.tokens[index - 2]?.kind === 'number';
    return ahead || behind;
  }

  private date(index: number): boolean {
    const isMonth = (at: number) => MONTHS.test(this.wordAt(at));
    const isNumber = (at: number) => this.tokens[at]?.kind === 'number';
    const comma = (at: number) => (this.markAt(at) === ',' ? at + 1 : at);
    const near = (at: number) => (isNumber(at) ? [at] : []);
    if (isMonth(index + 1)) {
      this.setting(index, 'date', 0, null, [index + 1, ...near(comma(index + 2))]);
      return true;
    }
    if (!isMonth(index - 1)) return false;
    this.setting(index, 'date', 0, null, [index - 1, ...near(comma(index + 1))]);
    return true;
  }

  private levels(index: number): boolean {
    const hyphen = this.markAt(index + 1) === '-' ? 1 : 0;
    const after = this.wordAt(index + 1 + hyphen);
    const isLevels = after === 'levels' || (hyphen === 1 && after === 'level');
    const top = this.wordAt(index - 1) === 'top' || (this.markAt(index - 1) === '-' && this.wordAt(index - 2) === 'top');
    if (!isLevels && !top) return false;
    const behind = top ? (this.wordAt(index - 1) === 'top' ? [index - 1] : [index - 1, index - 2]) : [];
    let at = Math.min(index, ...behind) - 1;
    if (this.wordAt(at) === 'the') behind.push(at--);
    if (['over', 'across', 'within', 'of', 'in'].includes(this.wordAt(at))) behind.push(at);
    const ahead = isLevels ? Array.from({ length: 1 + hyphen }, (_, i) => index + 1 + i) : [];
    this.setting(index, 'levels', this.value(index), null, [...behind, ...ahead]);
    return true;
  }

  private value(index: number): number {
    const token = this.tokens[index];
    return token?.kind === 'number' && token.reading.kind === 'number' ? token.reading.value : Number.NaN;
  }

  /** The unit that follows a number, in its suffix or in the next words; seconds where it is a length of time. */
  private unit(index: number): UnitRead {
    const token = this.tokens[index];
    const suffix = token?.kind === 'number' && token.reading.kind === 'number' ? token.reading.suffix : '';
    const none: UnitRead = { unit: null, scale: 1, consumed: [], seconds: null };
    if (suffix !== '') return this.unitOf(suffix, index + 1, []) ?? { ...none, unit: 'unknown' };
    if (this.markAt(index + 1) === '%') return { ...none, unit: { kind: 'percent' }, consumed: [index + 1] };
    if (this.markAt(index + 1) === '‰') return { ...none, unit: 'unknown', consumed: [index + 1] };
    const hyphen = this.markAt(index + 1) === '-' && this.touch(index) && this.touch(index + 1) ? 1 : 0;
    const at = index + 1 + hyphen;
    const raw = this.tokens[at];
    if (raw?.kind !== 'word') return this.rate(index + 1) ?? none;
    const multiplier = hyphen === 0 ? multiplierOf(raw.word) : null;
    if (multiplier !== null) {
      const more = this.tokens[at + 1];
      const further = more?.kind === 'word' ? this.unitOf(more.word, at + 2, [at, at + 1]) : null;
      if (further !== null) return { ...further, scale: further.scale * multiplier };
      if (this.markAt(at + 1) === '%') return { ...none, unit: { kind: 'percent' }, scale: multiplier, consumed: [at, at + 1] };
      return { ...none, scale: multiplier, consumed: [at] };
    }
    const own = hyphen === 1 ? [index + 1, at] : [at];
    return this.rate(index + 1) ?? this.unitOf(raw.word, at + 1, own) ?? none;
  }

  private unitOf(word: string, next: number, consumed: number[]): UnitRead | null {
    const lower = word.toLowerCase().replace(/\.$/, '');
    const found = (unit: Figure['unit'], more: number[] = [], scale = 1, seconds: number | null = null) => ({
      unit,
      scale,
      consumed: [...consumed, ...more],
      seconds,
    });
    if (['percent', 'pct'].includes(lower)) return found({ kind: 'percent' });
    if (lower === 'percentage') return found('unknown');
    if (lower === 'per' && this.wordAt(next) === 'cent') return found({ kind: 'percent' }, [next]);
    if (['bps', 'bp'].includes(lower)) return found({ kind: 'bps' });
    if (lower === 'basis' && /^points?$/.test(this.wordAt(next))) return found({ kind: 'bps' }, [next]);
    if (['points', 'pts'].includes(lower) && this.wordAt(next) !== 'to') return found({ kind: 'points' });
    if (['bytes', 'byte'].includes(lower)) return found({ kind: 'bytes' });
    if (lower === 'out' && this.wordAt(next) === 'of' && this.value(next + 1) === 100) {
      this.used.add(next + 1);
      return found({ kind: 'points' }, [next, next + 1]);
    }
    const seconds = word === 'M' ? null : timeUnit(lower);
    if (seconds !== null) return found(seconds < 1 ? { kind: 'ms' } : { kind: 'seconds' }, [], Math.max(1, seconds), seconds);
    const asset = assetOf(word);
    if (CURRENCIES.has(asset) || this.known.markets.some(({ base, quote }) => base === asset || quote === asset)) {
      // "61,848.90 BTCUSDT" and "at 61,849 BTC/USD": a market, no unit.
      if (this.markAt(next) === '/' || (this.markAt(next) === '-' && this.touch(next - 1))) return null;
      return found({ kind: 'asset', asset });
    }
    return null;
  }

  /** "/s", "per second", "a second", also behind what is counted: "28.6 orders per second". Other rates have no field. */
  private rate(from: number): UnitRead | null {
    for (let at = from; at <= from + 2; at++) {
      const word = this.wordAt(at);
      if (this.markAt(at) !== '/' && !['per', 'a', 'an', 'each', 'every'].includes(word)) {
        if (this.tokens[at]?.kind !== 'word') return null;
        continue;
      }
      const unit = this.wordAt(at + 1);
      if (timeUnit(unit) === null) return null;
      const second = ['s', 'sec', 'second'].includes(unit);
      return { unit: second ? { kind: 'per_second' } : 'unknown', scale: 1, consumed: [at, at + 1], seconds: null };
    }
    return null;
  }

  /** A length of time is a window where words say so, or where another number of the sentence is the figure. */
  private duration(index: number, seconds: number, consumed: readonly number[]): boolean {
    const behind: number[] = [];
    let at = index - 1;
    while (LAST.has(this.wordAt(at)) && at >= index - 4) behind.push(at--);
    const ruled = WINDOW.has(this.wordAt(at)) || behind.length > 0;
    if (WINDOW.has(this.wordAt(at)) && !['a', 'an', 'window'].includes(this.wordAt(at))) behind.push(at);
    const end = Math.max(index, ...consumed) + 1;
    const hyphenated = this.markAt(index + 1) === '-' && consumed.includes(index + 1);
    const follows = this.wordAt(end);
    const noun = WINDOW_NOUNS.has(follows) ? [end] : [];
    const bracketed = this.markAt(index - 1) === '(' && this.markAt(end) === ')';
    const named = NAME_WORDS.has(canonical(follows));
    // No field is counted in minutes or hours.
    const long = seconds >= 60;
    if (!ruled && !long && !hyphenated && noun.length === 0 && !named && !(bracketed && this.numbers > 1)) return false;
    this.setting(index, 'duration', this.value(index) * seconds, null, [...consumed, ...behind, ...noun]);
    return true;
  }

  private distance(index: number, unit: StatedUnit, consumed: readonly number[]): boolean {
    const bps = unit.kind === 'bps' ? 1 : unit.kind === 'percent' ? 100 : null;
    if (bps === null) return false;
    const before = this.wordAt(index - 1);
    const end = Math.max(index, ...consumed) + 1;
    const within = ['within', 'inside'].includes(before) || this.markAt(index - 1) === '±' ? [index - 1] : [];
    const away =
      ['of', 'from', 'around'].includes(this.wordAt(end)) &&
      /^(mid|midpoint|midprice|the)$/.test(this.wordAt(end + 1)) &&
      this.numbers > 1;
    const bands = ['band', 'range', 'distance'].includes(this.wordAt(end)) ? [end] : [];
    if (within.length === 0 && !away && bands.length === 0) return false;
    if (away && within.length === 0) return false;
    this.setting(index, 'distance', this.value(index) * bps, null, [...consumed, ...within, ...bands]);
    return true;
  }

  private order(index: number, unit: StatedUnit, consumed: readonly number[]): boolean {
    if (this.known.orders === 'no' || unit.kind !== 'asset' || this.numbers < 2) return false;
    if (!this.known.markets.some(({ base }) => base === unit.asset)) return false;
    const end = Math.max(index, ...consumed) + 1;
    const skip = this.markAt(end) === '-' ? end + 1 : end;
    let at = index - 1;
    while (['a', 'an', 'the', 'of', 'for', 'to', 'about', 'on', 'order', 'market'].includes(this.wordAt(at)) && at > index - 5)
      at--;
    const word = canonical(this.wordAt(at));
    const isOrder = ORDER_WORDS.has(word) || ORDER_NOUNS.has(canonical(this.wordAt(skip)));
    if (!isOrder) return false;
    this.setting(index, 'order', this.value(index), unit.asset, consumed);
    return true;
  }

  private word(index: number): void {
    const token = this.tokens[index];
    if (token?.kind !== 'word') return;
    const { word, start, end } = token;
    if (this.window(index) || this.market(index)) return;
    const lower = this.wordAt(index);
    const topped = /^top[-_]?(\d{1,3})$/.exec(lower);
    if (topped !== null) return this.setting(index, 'levels', Number(topped[1]), null, []);
    const isKey = this.known.keys.has(word) || this.known.keys.has(word.split(/[.[]/)[0] ?? '');
    if (/\p{N}/u.test(word) && !isKey) return this.unread(index, 'letters and digits are mixed');
    if (NUMBER_WORDS.has(lower)) return this.unread(index, 'a number in words is not read; write digits');
    this.set(index, { kind: 'word', word: isKey ? word : lower, start, end });
  }

  private unread(index: number, why: string): void {
    const { start, end } = this.tokens[index] as Token;
    const figure: Figure = {
      start,
      end,
      reading: { kind: 'unreadable', why },
      sign: 'none',
      currency: null,
      unit: null,
      scale: 1,
      field: null,
    };
    this.set(index, { kind: 'figure', start, end, figure });
  }

  /** "the last minute", "one hour", "half an hour". */
  private window(index: number): boolean {
    const small = SMALL_NUMBERS[this.wordAt(index)];
    if (small !== undefined && this.wordLevels(index, small)) return true;
    if (small !== undefined) {
      let at = index + 1;
      while (['a', 'an'].includes(this.wordAt(at)) || this.markAt(at) === '-') at++;
      const seconds = timeUnit(this.wordAt(at));
      if (seconds === null || at > index + 2) return false;
      const consumed = Array.from({ length: at - index }, (_, i) => index + 1 + i);
      return this.duration(index, 0, consumed) && this.settle(index, small * seconds);
    }
    if (!LAST.has(this.wordAt(index)) || this.wordAt(index) === 'the') return false;
    const seconds = timeUnit(this.wordAt(index + 1));
    if (seconds === null || this.wordAt(index + 1).length < 3) return false;
    const before = this.wordAt(index - 1) === 'the' ? index - 2 : index - 1;
    const over = WINDOW.has(this.wordAt(before)) && !this.used.has(before) ? [before] : [];
    this.setting(index, 'duration', seconds, null, [index + 1, ...over]);
    return true;
  }

  /** "the top twenty levels" */
  private wordLevels(index: number, value: number): boolean {
    if (!Number.isInteger(value) || (this.wordAt(index - 1) !== 'top' && this.wordAt(index + 1) !== 'levels')) return false;
    return this.levels(index) && this.settle(index, value);
  }

  private settle(index: number, seconds: number): boolean {
    const piece = this.pieces.get(index);
    if (piece?.kind === 'setting') this.pieces.set(index, { ...piece, setting: { ...piece.setting, value: seconds } });
    return true;
  }

  private market(index: number): boolean {
    const token = this.tokens[index];
    if (token?.kind !== 'word') return false;
    const { start } = token;
    const own = token.word.replace(/['’]s$/i, '');
    const { markets } = this.known;
    const joined =
      ['/', '-', '_'].includes(this.markAt(index + 1)) &&
      this.touch(index) &&
      this.touch(index + 1) &&
      this.tokens[index + 2]?.kind === 'word';
    if (joined) {
      const second = (this.tokens[index + 2] as Extract<Token, { kind: 'word' }>).word.replace(/['’]s$/i, '');
      const pair = plainSymbol(own + second);
      const isPair = markets.some(({ symbol }) => plainSymbol(symbol) === pair) || (isTicker(own) && CURRENCIES.has(second));
      if (isPair) {
        this.set(
          index,
          { kind: 'market', asset: null, symbol: pair, venue: null, start, end: (this.tokens[index + 2] as Token).end },
          [index + 1, index + 2],
        );
        return true;
      }
      const venue = `${own}-${second}`.toLowerCase();
      if (markets.some((market) => market.venue === venue)) {
        this.set(index, { kind: 'market', asset: null, symbol: null, venue, start, end: (this.tokens[index + 2] as Token).end }, [
          index + 1,
          index + 2,
        ]);
        return true;
      }
    }
    const plain = plainSymbol(own);
    const place = { start, end: token.end };
    if (plain.length > 4 && markets.some(({ symbol }) => plainSymbol(symbol) === plain)) {
      this.set(index, { kind: 'market', asset: null, symbol: plain, venue: null, ...place });
      return true;
    }
    const pairEnd = [...CURRENCIES].find(
      (quote) => own.length > quote.length + 1 && own.endsWith(quote) && /^[A-Z0-9]+$/.test(own),
    );
    if (pairEnd !== undefined) {
      this.set(index, { kind: 'market', asset: null, symbol: plain, venue: null, ...place });
      return true;
    }
    const venue = markets.find((market) => market.venue.split('-')[0] === own.toLowerCase())?.venue.split('-')[0];
    if (venue !== undefined) {
      const spot = this.wordAt(index + 1) === 'spot' ? [index + 1] : [];
      this.set(index, { kind: 'market', asset: null, symbol: null, venue, ...place }, spot);
      return true;
    }
    const asset = assetOf(own);
    if (!markets.some(({ base, quote }) => base === asset || quote === asset) && !CURRENCIES.has(own)) return false;
    this.set(index, { kind: 'market', asset, symbol: null, venue: null, ...place });
    return true;
  }

  private rest(token: Token, index: number): void {
    const { start, end } = token;
    if (token.kind === 'time') return this.setting(index, 'time', 0, token.text, []);
    if (token.kind === 'receipt') return this.set(index, { kind: 'receipt', start, end });
    if (token.kind === 'field') return this.unreadField(index);
    if (token.kind !== 'mark') return;
    const before = this.tokens[index - 1];
    const after = this.tokens[index + 1];
    const spaced = (before === undefined || before.end < start) && (after === undefined || after.start > end);
    this.set(index, { kind: 'mark', mark: token.mark, spaced, start, end });
  }

  /** `{…}` with no figure before it names nothing. */
  private unreadField(index: number): void {
    const { start, end } = this.tokens[index] as Token;
    this.set(index, { kind: 'word', word: '{}', start, end });
  }
}

const isTicker = (word: string): boolean => /^[A-Z0-9]{2,10}$/.test(word);
