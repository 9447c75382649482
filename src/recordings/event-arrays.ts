import { basename } from 'node:path';

import { epochToMicros } from '../core/index.ts';
import type { Input } from '../runtime/feed/types.ts';
import { recordingUnreadable, recordingVenueUnsupported } from './errors.ts';
import { answer, frame, inOrder, opening } from './inputs.ts';
import { isItem, parsed, readItems } from './json-items.ts';
import type { Item } from './json-items.ts';
import { Notes } from './notes.ts';
import { existing, withoutGz } from './siblings.ts';
import { readText } from './text-lines.ts';
import type { Recording } from './types.ts';
import { binanceSpot, venueShownBy } from './venues/index.ts';

const VENUE = binanceSpot.venue;
/** First events that are tried for another venue's fields. */
const HEAD_ITEMS = 200;
const PARTS = ['update', 'snapshot', 'trades'] as const;
type Part = (typeof PARTS)[number];
const NAME = /^(.*)_(update|snapshot|trades)\.json$/;

interface Parts {
  readonly diffs: readonly Item[];
  readonly trades: readonly Item[];
  readonly book: { readonly symbol: string; readonly id: number; readonly levels: number; readonly text: string } | null;
}

/** Opens Binance's events as JSON arrays, one file per kind. From one file of a set it finds the others by name. */
export async function openEventArrays(path: string): Promise<Recording> {
  const notes = new Notes();
  notes.say('receive time was not recorded: it is taken to be the event time E');
  notes.say('frames are rebuilt from parsed events; fields and their order are as recorded');
  const parts = await readParts(path, notes);
  const events = [...parts.diffs, ...parts.trades];
  const symbols = [...new Set(events.map(({ s }) => s).concat(parts.book?.symbol ?? []))].filter((s) => typeof s === 'string');
  const start = events.reduce((least, item) => Math.min(least, timeOf(item)), Infinity);
  if (!Number.isFinite(start) || symbols.length === 0)
    throw recordingUnreadable({ path, reason: 'no event has a time E and a symbol' });
  const inputs = arrange(parts, start, notes);
  return {
    format: 'event-arrays',
    venue: VENUE,
    source: 'recorded',
    symbols,
    get notes() {
      return notes.list();
    },
    start,
    inputs: () => inOrder(opening(VENUE, symbols, start), given(inputs), notes),
  };
}

async function* given(inputs: readonly Input[]): AsyncGenerator<Input, void, undefined> {
  yield* inputs;
}

/** Event time in µs; NaN if there is none. Binance writes ms, or µs where the recorder asked for them. */
const timeOf = (item: Item): number => epochToMicros(item['E']);

const isAggregate = (item: Item): boolean => item['e'] === 'aggTrade';

/** An aggregate trade as a trade frame. No recording of this format has both kinds, so their ids can't collide. */
const asTrade = ({ a, f: _first, l: _last, ...rest }: Item): Item => ({ ...rest, e: 'trade', t: a });

/** Orders diffs and trades by event time, with the snapshot just before the first diff that ends after it. */
function arrange({ diffs, trades, book }: Parts, start: number, notes: Notes): readonly Input[] {
  const bridge = book === null ? -1 : diffs.findIndex(({ u }) => Number(u) > book.id);
  if (book !== null && bridge < 0) notes.say('no diff reaches past the snapshot: it stands at the beginning');
  const out: Input[] = [];
  const snapshot = (at: number) => {
    if (book !== null) out.push(answer(VENUE, at, binanceSpot.snapshotCall(book.symbol, book.levels), book.text));
  };
  if (bridge < 0) snapshot(start);
  for (const [index, item] of diffs.entries()) {
    if (index === bridge) snapshot(timeOf(item));
    out.push(frame(VENUE, timeOf(item), JSON.stringify(item)));
  }
  if (trades.some(isAggregate))
    notes.say('aggregate trades stand as one trade each, under their own ids: trades of one order at one price are one');
  for (const item of trades) out.push(frame(VENUE, timeOf(item), JSON.stringify(isAggregate(item) ? asTrade(item) : item)));
  return out.toSorted((a, b) => a.at - b.at);
}

async function readParts(path: string, notes: Notes): Promise<Parts> {
  const files = await findParts(path);
  const of = async (part: Part) => {
    const file = files.get(part);
    return file === undefined ? [] : readEvents(file, notes);
  };
  const diffs = await of('update');
  const trades = await of('trades');
  const file = files.get('snapshot');
  const seen = [...diffs, ...trades][0]?.['s'];
  const symbol = typeof seen === 'string' ? seen : /^([A-Z0-9]+)_/.exec(basename(path))?.[1];
  const book = file === undefined || symbol === undefined ? null : readBook(await readText(file, notes), symbol);
  if (file !== undefined && book === null) notes.say(`${file}: not a whole snapshot; left out`);
  return { diffs, trades, book };
}

async function findParts(path: string): Promise<ReadonlyMap<Part, string>> {
  const stem = NAME.exec(withoutGz(path))?.[1];
  const files = new Map<Part, string>();
  // A file with another name is read alone; its events show their kind.
  if (stem === undefined) return files.set('update', path);
  for (const part of PARTS) {
    const file = await existing([`${stem}_${part}.json`]);
    if (file !== null) files.set(part, file);
  }
  return files;
}

async function readEvents(path: string, notes: Notes): Promise<readonly Item[]> {
  const items = readItems(await readText(path, notes), path, notes);
  for (const item of items.slice(0, HEAD_ITEMS)) {
    const found = venueShownBy(JSON.stringify(item));
    if (found === null) continue;
    const venue = 'unread' in found ? found.unread : found.form.venue;
    if (venue !== VENUE) throw recordingVenueUnsupported({ path, venue });
  }
  return items.filter((item) => {
    const usable = !Number.isNaN(timeOf(item)) && typeof item['s'] === 'string';
    if (!usable) notes.count(`events of ${path} without a time or a symbol, left out`, JSON.stringify(item).slice(0, 60));
    return usable;
  });
}

function readBook(text: string, symbol: string): Parts['book'] {
  const value = parsed(text);
  if (!isItem(value)) return null;
  const { lastUpdateId: id, bids, asks } = value;
  if (typeof id !== 'number' || !Array.isArray(bids) || !Array.isArray(asks)) return null;
  return { symbol, id, levels: Math.max(bids.length, asks.length), text: JSON.stringify(value) };
}
