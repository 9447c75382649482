import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { fromSeconds } from '../../core/index.ts';
import type { RestCall, VenueId } from '../../core/index.ts';
import type { Input } from '../feed/types.ts';
import { recordingUnreadable, recordingVenueUnsupported } from './errors.ts';
import { answer, BINANCE_SPOT, BINANCE_USDM, CONN, frame, inOrder, mergeByTime, opening } from './inputs.ts';
import { Notes, shown } from './notes.ts';
import { withoutGz } from './siblings.ts';
import { readLines } from './text-lines.ts';
import type { Recording } from './types.ts';

/** `BINANCE.0`, `BINANCE.http.0.0`, `BINANCE.ws.1.0`. */
const NAME = /^([A-Z_]+)\.(0|http\.\d+\.\d+|ws\.\d+\.\d+)$/;

/** A market of which there are captures, by their file's prefix. */
interface Market {
  readonly venue: VenueId;
  readonly hosts: RegExp;
}

const SPOT: Market = { venue: BINANCE_SPOT, hosts: /^(stream|data-stream|api\d?|data-api)\.binance\.(com|vision)(:\d+)?$/ };
const MARKETS: Readonly<Partial<Record<string, Market>>> = {
  BINANCE: SPOT,
  BINANCE_FUTURES: { venue: BINANCE_USDM, hosts: /^(fstream|fapi)\.binance\.com(:\d+)?$/ },
};

interface Reading {
  readonly market: Market;
  /** The connection that is open at the recording's beginning; null: none. */
  readonly opened: number | null;
  readonly conns: { next: number };
  readonly notes: Notes;
}

/** One line of a capture. */
type Line =
  | { readonly kind: 'opened'; readonly at: number; readonly url: string }
  | { readonly kind: 'sent' }
  | { readonly kind: 'rest'; readonly at: number; readonly url: string; readonly body: string }
  | { readonly kind: 'frame'; readonly at: number; readonly text: string }
  | { readonly kind: 'nothing' | 'bad' };

/** Raw captures of cryptofeed; any file of one finds the others by name, and all are merged by receive time. */
export async function openCryptofeed(path: string): Promise<Recording> {
  const notes = new Notes();
  const { market, files } = await findFiles(path);
  const { venue } = market;
  const { symbols, start } = await survey(path, files, market);
  // The opening of this one stands at the recording's beginning; others open where the capture says.
  const stream = files.find((file) => /\.ws\.\d+\.\d+$/.test(withoutGz(file))) ?? files[0];
  return {
    format: 'cryptofeed',
    venue,
    source: 'recorded',
    symbols,
    get notes() {
      return notes.list();
    },
    start,
    inputs() {
      notes.restart();
      const conns = { next: CONN + 1 };
      const sources = files.map((file) => readFile(file, { market, opened: file === stream ? CONN : null, conns, notes }));
      return inOrder(opening(venue, symbols, start), mergeByTime(sources), notes);
    },
  };
}

async function findFiles(path: string): Promise<{ readonly market: Market; readonly files: readonly string[] }> {
  const prefix = NAME.exec(withoutGz(basename(path)))?.[1];
  if (prefix === undefined) return { market: SPOT, files: [path] };
  const market = MARKETS[prefix];
  if (market === undefined) throw recordingVenueUnsupported({ path, venue: prefix === 'KRAKEN' ? 'Kraken API v1' : prefix });
  const found = new Map<string, string>();
  for (const name of (await readdir(dirname(path))).toSorted()) {
    const plain = withoutGz(name);
    // A plain file and its gzip are one file.
    if (NAME.exec(plain)?.[1] === prefix && !found.has(plain)) found.set(plain, join(dirname(path), name));
  }
  // REST answers before frames of the same time.
  const files = [...found].toSorted(([a], [b]) => Number(a.includes('.ws.')) - Number(b.includes('.ws.')));
  return { market, files: files.map(([, file]) => file) };
}

/** Goes through a capture for its symbols and its first time. */
async function survey(
  path: string,
  files: readonly string[],
  market: Market,
): Promise<{ symbols: readonly string[]; start: number }> {
  const symbols = new Set<string>();
  let start = Infinity;
  for (const file of files) {
    for await (const text of readLines(file, new Notes())) {
      const line = readLine(text);
      if (!('at' in line)) continue;
      start = Math.min(start, line.at);
      if (line.kind === 'frame') add(symbols, /"s":"([^"]{1,40})"/.exec(line.text)?.[1]);
      else {
        checkHost(path, line.url, market);
        for (const [, symbol] of line.url.matchAll(/[=/]([a-z0-9]+)@/g)) add(symbols, symbol);
        add(symbols, /\/depth\?.*\bsymbol=([^&]+)/.exec(line.url)?.[1]);
      }
    }
  }
  if (!Number.isFinite(start) || symbols.size === 0)
    throw recordingUnreadable({ path, reason: 'no line is a frame or an answer of the venue' });
  return { symbols: [...symbols], start };
}

function add(symbols: Set<string>, symbol: string | undefined): void {
  if (symbol !== undefined) symbols.add(symbol.toUpperCase());
}

function checkHost(path: string, url: string, { hosts }: Market): void {
  const host = URL.parse(url)?.host ?? url;
  if (!hosts.test(host)) throw recordingVenueUnsupported({ path, venue: host });
}

async function* readFile(
  file: string,
  { market: { venue }, opened, conns, notes }: Reading,
): AsyncGenerator<Input, void, undefined> {
  let conn = opened;
  let seen = false;
  for await (const text of readLines(file, notes)) {
    const line = readLine(text);
    switch (line.kind) {
      case 'bad':
        notes.count('lines of the capture that are of no known form', `${basename(file)}: ${shown(text)}`);
        break;
      case 'opened':
        if (seen)
          yield {
            kind: 'close',
            venue,
            at: line.at,
            conn: conn ?? CONN,
            code: 1006,
            reason: 'reopened in the capture',
            status: null,
          };
        if (seen || conn === null) yield { kind: 'open', venue, at: line.at, conn: (conn = conns.next++) };
        seen = true;
        break;
      case 'frame':
        if (conn === null) yield { kind: 'open', venue, at: line.at, conn: (conn = conns.next++) };
        yield frame(venue, line.at, line.text, conn);
        break;
      case 'rest': {
        const call = callOf(line.url);
        if (call === null) notes.count('answers to calls that nothing here reads, left out', shown(line.url));
        else yield answer(venue, line.at, call, line.body);
        break;
      }
      default:
    }
  }
}

function readLine(text: string): Line {
  if (text === '' || text.startsWith('configuration: ')) return { kind: 'nothing' };
  const [, stamp, said] = /^(\d+(?:\.\d+)?): (.*)$/.exec(text) ?? [];
  if (stamp !== undefined && said !== undefined) return { kind: 'frame', at: fromSeconds(Number(stamp)), text: said };
  const [, opened, when] = /^(wss?:\S+) <-> (\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (opened !== undefined) return { kind: 'opened', at: fromSeconds(Number(when)), url: opened };
  const [, url, at, body] = /^(\S+:\/\/\S+) (?:<-|->) (\d+(?:\.\d+)?): (.*)$/.exec(text) ?? [];
  if (url === undefined || body === undefined) return { kind: 'bad' };
  return url.startsWith('ws') ? { kind: 'sent' } : { kind: 'rest', at: fromSeconds(Number(at)), url, body };
}

/** What was asked, by the URL that a capture names. It is never sent from here, so its weight is 0. */
function callOf(url: string): RestCall | null {
  const parsedUrl = URL.parse(url);
  if (parsedUrl === null) return null;
  const path = `${parsedUrl.pathname}${parsedUrl.search}`;
  if (parsedUrl.pathname.endsWith('/exchangeInfo'))
    return { question: 'instruments', input: { symbols: [] }, symbol: null, path, bucket: 'public', weight: 0 };
  const symbol = parsedUrl.searchParams.get('symbol');
  return parsedUrl.pathname.endsWith('/depth') && symbol !== null
    ? { question: 'snapshot', input: { symbol }, symbol, path, bucket: 'public', weight: 0 }
    : null;
}
