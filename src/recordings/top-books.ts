import { basename, dirname, join } from 'node:path';

import { epochToMicros } from '../core/index.ts';
import type { Input } from '../runtime/feed/types.ts';
import { recordingUnreadable, recordingVenueUnsupported } from './errors.ts';
import { answer, frame, inOrder, mergeByTime, opening } from './inputs.ts';
import { isItem, parsed } from './json-items.ts';
import { Notes, shown } from './notes.ts';
import { plainDecimal } from './plain-decimal.ts';
import { existing, withoutGz } from './siblings.ts';
import { readLines } from './text-lines.ts';
import type { Recording } from './types.ts';
import { binanceSpot } from './venues/index.ts';

/** The venue whose format rebuilt frames have. */
const VENUE = binanceSpot.venue;
const BOOKS = /^lobdeep_(.+?)(?:\.top\d+)?\.jsonl$/;
const TRADES = /^trades_(.+)\.csv$/;
/** Depth suffixes of such file names. */
const DEPTHS = ['.top50', '', '.top20', '.top100'];

interface Dated {
  readonly symbol: string;
  readonly market: string;
  readonly input: Input;
}

/** Opens books of 50 levels per side, and trades. From either file it finds the other by name. */
export async function openTopBooks(path: string): Promise<Recording> {
  const notes = new Notes();
  const { books, trades } = await findFiles(path);
  if (books !== null)
    notes.say('books are whole top levels that the recorder rebuilt, not the venue’s frames: each stands as a snapshot');
  if (trades !== null) notes.say('trade frames are rebuilt from a table');
  const sources = (into: Notes) => [
    ...(books === null ? [] : [readBooks(books, into)]),
    ...(trades === null ? [] : [readTrades(trades, into)]),
  ];
  const symbols = new Set<string>();
  let start = Infinity;
  for (const source of sources(new Notes())) {
    for await (const { symbol, market, input } of source) {
      if (market !== 'spot') throw recordingVenueUnsupported({ path, venue: market === 'fut' ? 'binance-usdm' : market });
      symbols.add(symbol);
      start = Math.min(start, input.at);
      break;
    }
  }
  if (symbols.size === 0) throw recordingUnreadable({ path, reason: 'no line is a book or a trade' });
  return {
    format: 'top-books',
    venue: VENUE,
    source: 'recorded',
    symbols: [...symbols],
    get notes() {
      return notes.list();
    },
    start,
    inputs() {
      notes.restart();
      return inOrder(opening(VENUE, [...symbols], start), mergeByTime(sources(notes).map(inputsOf)), notes);
    },
  };
}

async function* inputsOf(source: AsyncIterable<Dated>): AsyncGenerator<Input, void, undefined> {
  for await (const { input } of source) yield input;
}

async function findFiles(path: string): Promise<{ books: string | null; trades: string | null }> {
  const name = withoutGz(basename(path));
  const beside = (other: string) => join(dirname(path), other);
  const stem = BOOKS.exec(name)?.[1];
  if (stem !== undefined) return { books: path, trades: await existing([beside(`trades_${stem}.csv`)]) };
  const other = TRADES.exec(name)?.[1];
  if (other !== undefined) {
    return { books: await existing(DEPTHS.map((depth) => beside(`lobdeep_${other}${depth}.jsonl`))), trades: path };
  }
  return name.endsWith('.csv') ? { books: null, trades: path } : { books: path, trades: null };
}

async function* readBooks(path: string, notes: Notes): AsyncGenerator<Dated, void, undefined> {
  let line = 0;
  for await (const text of readLines(path, notes)) {
    line++;
    if (text === '') continue;
    const book = readBook(text);
    if (book === null) notes.count(`lines of ${basename(path)} that are no book`, `line ${line}: ${shown(text)}`);
    else yield book;
  }
}

function readBook(text: string): Dated | null {
  const value = parsed(text);
  if (!isItem(value)) return null;
  const { ts, seq, symbol, market } = value;
  const bids = levelsOf(value['bids']);
  const asks = levelsOf(value['asks']);
  const at = epochToMicros(ts);
  if (Number.isNaN(at) || !Number.isSafeInteger(seq) || typeof symbol !== 'string' || bids === null || asks === null) return null;
  const call = binanceSpot.snapshotCall(symbol, Math.max(bids.length, asks.length));
  const body = JSON.stringify({ lastUpdateId: seq, bids, asks });
  return { symbol, market: String(market), input: answer(VENUE, at, call, body) };
}

function levelsOf(value: unknown): readonly (readonly [string, string])[] | null {
  if (!Array.isArray(value)) return null;
  const levels: (readonly [string, string])[] = [];
  for (const level of value as readonly unknown[]) {
    if (!Array.isArray(level)) return null;
    const [price, size] = level.map((part) => (typeof part === 'number' ? plainDecimal(part) : null));
    if (typeof price !== 'string' || typeof size !== 'string') return null;
    levels.push([price, size]);
  }
  return levels;
}

async function* readTrades(path: string, notes: Notes): AsyncGenerator<Dated, void, undefined> {
  let columns: readonly string[] | null = null;
  let line = 0;
  for await (const text of readLines(path, notes)) {
    line++;
    if (columns === null) {
      columns = text.split(',');
      continue;
    }
    if (text === '') continue;
    const trade = readTrade(columns, text.split(','));
    if (trade === null) notes.count(`lines of ${basename(path)} that are no trade`, `line ${line}: ${shown(text)}`);
    else yield trade;
  }
}

const WHOLE = /^\d{1,16}$/;
const DECIMAL = /^\d+(\.\d+)?(e-?\d{1,2})?$/;

function readTrade(columns: readonly string[], cells: readonly string[]): Dated | null {
  const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
  const [at, exchange, id] = [cell('ts_ms'), cell('exch_ts_ms'), cell('trade_id')];
  const [price, size, side, symbol] = [cell('price'), cell('qty'), cell('side'), cell('symbol')];
  if (![at, exchange, id].every((text) => WHOLE.test(text)) || ![price, size].every((text) => DECIMAL.test(text))) return null;
  if (symbol === '' || (side !== 'buy' && side !== 'sell')) return null;
  const receivedAt = epochToMicros(Number(at));
  const time = Number(exchange);
  if (Number.isNaN(receivedAt)) return null;
  const trade = {
    e: 'trade',
    E: time,
    s: symbol,
    t: Number(id),
    p: decimal(price),
    q: decimal(size),
    T: time,
    m: side === 'sell',
    M: true,
  };
  return { symbol, market: cell('market_type'), input: frame(VENUE, receivedAt, JSON.stringify(trade)) };
}

/** The digits as recorded, rewritten only if they have an exponent. */
const decimal = (text: string): string => (text.includes('e') ? (plainDecimal(Number(text)) ?? text) : text);
