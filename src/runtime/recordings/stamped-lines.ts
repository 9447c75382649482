import type { VenueId } from '../../core/index.ts';
import { recordingUnknown, recordingUnreadable, recordingVenueUnsupported } from './errors.ts';
import { answer, BINANCE_SPOT, BINANCE_USDM, frame, inOrder, isTime, opening, snapshotCall } from './inputs.ts';
import type { Input } from '../feed/types.ts';
import { Notes, shown } from './notes.ts';
import { SymbolIds } from './symbol-ids.ts';
import { readLines } from './text-lines.ts';
import type { Recording } from './types.ts';

/** Lines looked at before the first input is given, to learn venue and symbols. */
const HEAD_LINES = 50_000;
const READ_HERE: ReadonlySet<VenueId> = new Set([BINANCE_SPOT, BINANCE_USDM]);
const STAMP = /^(\d{16,19}) (\{.*\})$/;

/** Lines of `<receive time in ns> <json>`: Binance's frames, and REST snapshots among them. */
export async function openStampedLines(path: string): Promise<Recording> {
  const notes = new Notes();
  const head = await readHead(path);
  const { venue } = head;
  const symbols = head.ids.symbols();
  async function* read(): AsyncGenerator<Input, void, undefined> {
    const ids = head.ids.copy();
    let line = 0;
    for await (const text of readLines(path, notes)) {
      line++;
      if (text === '') continue;
      const stamped = readLine(text);
      if (stamped === null) {
        notes.count('lines that are no `<time> <json>`', `line ${line}: ${shown(text)}`);
        continue;
      }
      const { at, json } = stamped;
      const input = json.startsWith('{"lastUpdateId"') ? snapshot(venue, at, json, ids) : frame(venue, at, json);
      if (input === null) notes.count('snapshots whose symbol is not clear from their update ids, left out', `line ${line}`);
      else yield input;
      const symbol = ids.learn(json, 'latest');
      if (symbol !== null && !symbols.includes(symbol))
        notes.count(`frames of a symbol that the first ${HEAD_LINES} lines do not have`, `${symbol}, line ${line}`);
    }
  }
  return {
    format: 'stamped-lines',
    venue,
    source: 'recorded',
    symbols,
    get notes() {
      return notes.list();
    },
    start: head.start,
    inputs() {
      notes.restart();
      return inOrder(opening(venue, symbols, head.start), read(), notes);
    },
  };
}

/** Receive time in µs (the rest of the ns is cut) and the text after it. */
function readLine(text: string): { at: number; json: string } | null {
  const match = STAMP.exec(text);
  const [, stamp, json] = match ?? [];
  if (stamp === undefined || json === undefined) return null;
  const at = Number(stamp.slice(0, -3));
  // 19 digits are ns since 2001; fewer would be another unit.
  return stamp.length === 19 && isTime(at) ? { at, json } : null;
}

function snapshot(venue: VenueId, at: number, json: string, ids: SymbolIds): Input | null {
  const book = parseBook(json);
  const symbol = book === null ? null : ids.fits(book.id);
  return book === null || symbol === null ? null : answer(venue, at, snapshotCall(venue, symbol, book.levels), json);
}

function parseBook(json: string): { id: number; levels: number } | null {
  try {
    const { lastUpdateId: id, bids, asks } = JSON.parse(json) as { lastUpdateId?: unknown; bids?: unknown; asks?: unknown };
    if (typeof id !== 'number' || !Array.isArray(bids) || !Array.isArray(asks)) return null;
    return { id, levels: Math.max(bids.length, asks.length) };
  } catch {
    // Not a book; the caller counts it.
    return null;
  }
}

async function readHead(path: string): Promise<{ start: number; venue: VenueId; ids: SymbolIds }> {
  const ids = new SymbolIds();
  let start: number | null = null;
  let venue: VenueId | null = null;
  let line = 0;
  let first = '';
  for await (const text of readLines(path, new Notes())) {
    if (++line > HEAD_LINES) break;
    const stamped = readLine(text);
    if (stamped === null) continue;
    start ??= stamped.at;
    if (first === '') first = stamped.json;
    venue ??= venueOf(stamped.json);
    if (venue !== null && !READ_HERE.has(venue)) throw recordingVenueUnsupported({ path, venue });
    ids.learn(stamped.json, 'first');
  }
  if (start === null) throw recordingUnreadable({ path, reason: 'no line is `<receive time in ns> <json>`' });
  if (venue === null) throw recordingUnknown({ path, seen: shown(first) });
  if (ids.symbols().length === 0) throw recordingUnreadable({ path, reason: 'no frame names its symbol' });
  return { start, venue, ids };
}

/** What a frame shows of its venue; null where it fits several. */
function venueOf(json: string): string | null {
  // Sizes of COIN-M are contracts, and all else is spelt as on USD-M: only its symbols differ.
  if (/"s":"[A-Z0-9]+USD_(PERP|\d{6})"/.test(json)) return 'binance-coinm';
  // Spot has none of these: the id of the previous update, a time of the matching engine, the kind of a trade's order.
  if (json.includes('"pu":') || json.includes('"X":"') || /^\{"lastUpdateId":\d+,"E":/.test(json)) return BINANCE_USDM;
  if (/"e":"(bookTicker|markPriceUpdate|forceOrder)"/.test(json)) return BINANCE_USDM;
  if (json.startsWith('{"channel":"') && json.includes('"coin":')) return 'hyperliquid';
  // Spot's bookTicker alone has no event name.
  if (/^(\{"stream":"[^"]*","data":)?\{"u":\d+,"s":"/.test(json)) return BINANCE_SPOT;
  return json.includes('"e":"depthUpdate"') || json.includes('"e":"trade"') || json.includes('"e":"24hrTicker"')
    ? BINANCE_SPOT
    : null;
}
