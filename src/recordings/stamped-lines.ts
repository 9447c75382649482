import { recordingUnknown, recordingUnreadable, recordingVenueUnsupported } from './errors.ts';
import { answer, frame, inOrder, isTime, opening } from './inputs.ts';
import type { Input } from '../runtime/feed/types.ts';
import { Notes, shown } from './notes.ts';
import { SymbolIds } from './symbol-ids.ts';
import { readLines } from './text-lines.ts';
import type { Recording } from './types.ts';
import { type RecordedVenue, venueShownBy } from './venues/index.ts';

/** Lines read before the first input, to learn venue and symbols. */
const HEAD_LINES = 50_000;
const STAMP = /^(\d{16,19}) (\{.*\})$/;

/** Opens lines of `<receive time in ns> <json>`: one venue's frames, with REST snapshots among them. */
export async function openStampedLines(path: string): Promise<Recording> {
  const notes = new Notes();
  const head = await readHead(path);
  const { form } = head;
  const { venue } = form;
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
      const other = otherVenue(form, json);
      if (other !== null) {
        notes.count(`lines of ${other}, left out`, `line ${line}: ${shown(json)}`);
        continue;
      }
      const input = given(form, { at, json }, ids);
      if (input === null) notes.count('snapshots whose symbol is not clear from their update ids, left out', `line ${line}`);
      else yield input;
      const symbol = ids.learn(form, json, 'latest');
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

/** Another venue to which a line certainly belongs; null if there is none. */
function otherVenue(form: RecordedVenue, json: string): string | null {
  const found = venueShownBy(json);
  if (found === null) return null;
  if ('unread' in found) return found.unread;
  return found.claim === 'surely' && found.form !== form ? found.form.venue : null;
}

/** Receive time in µs, truncated from ns, and the text after it. */
interface StampedLine {
  readonly at: number;
  readonly json: string;
}

function readLine(text: string): StampedLine | null {
  const match = STAMP.exec(text);
  const [, stamp, json] = match ?? [];
  if (stamp === undefined || json === undefined) return null;
  const at = Number(stamp.slice(0, -3));
  // 19 digits are ns since 2001; fewer digits mean another unit.
  return stamp.length === 19 && isTime(at) ? { at, json } : null;
}

/** The input of a line; null for a snapshot whose symbol is not clear. */
function given(form: RecordedVenue, { at, json }: StampedLine, ids: SymbolIds): Input | null {
  const book = form.bookOf(json);
  if (book === null) return frame(form.venue, at, json);
  const symbol = ids.fits(book.id);
  return symbol === null ? null : answer(form.venue, at, form.snapshotCall(symbol, book.levels), json);
}

interface Head {
  readonly start: number;
  readonly form: RecordedVenue;
  readonly ids: SymbolIds;
}

async function readHead(path: string): Promise<Head> {
  const form = await formOf(path);
  const ids = new SymbolIds();
  let start: number | null = null;
  for await (const { at, json } of headLines(path)) {
    start ??= at;
    if (otherVenue(form, json) === null) ids.learn(form, json, 'first');
  }
  if (start === null || ids.symbols().length === 0) throw recordingUnreadable({ path, reason: 'no frame names its symbol' });
  return { start, form, ids };
}

/** The venue of the first line that certainly belongs to a venue, else of the first line that probably does. */
async function formOf(path: string): Promise<RecordedVenue> {
  let likely: RecordedVenue | null = null;
  let first: string | null = null;
  for await (const { json } of headLines(path)) {
    first ??= json;
    const found = venueShownBy(json);
    if (found === null) continue;
    if ('unread' in found) throw recordingVenueUnsupported({ path, venue: found.unread });
    if (found.claim === 'surely') return found.form;
    likely ??= found.form;
  }
  if (first === null) throw recordingUnreadable({ path, reason: 'no line is `<receive time in ns> <json>`' });
  if (likely === null) throw recordingUnknown({ path, seen: shown(first) });
  return likely;
}

async function* headLines(path: string): AsyncGenerator<StampedLine, void, undefined> {
  let line = 0;
  for await (const text of readLines(path, new Notes())) {
    if (++line > HEAD_LINES) return;
    const stamped = readLine(text);
    if (stamped !== null) yield stamped;
  }
}
