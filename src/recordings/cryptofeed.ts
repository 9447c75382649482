import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { fromSeconds } from '../core/index.ts';
import type { Input } from '../runtime/feed/types.ts';
import { recordingUnreadable, recordingVenueUnsupported } from './errors.ts';
import { answer, CONN, frame, inOrder, mergeByTime, opening } from './inputs.ts';
import { Notes, shown } from './notes.ts';
import { withoutGz } from './siblings.ts';
import { readLines } from './text-lines.ts';
import type { Recording } from './types.ts';
import { RECORDED_VENUES, type RecordedVenue, unreadCapture, venueShownBy } from './venues/index.ts';

/** `BINANCE.0`, `BINANCE.http.0.0`, `BINANCE.ws.1.0`. */
const NAME = /^([A-Z_]+)\.(0|http\.\d+\.\d+|ws\.\d+\.\d+)$/;

const NOTHING_OF_A_VENUE = 'no line is a frame or an answer of the venue';

interface Reading {
  readonly form: RecordedVenue;
  /** The connection open at the recording's beginning; null if there is none. */
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

/** Opens raw captures of cryptofeed. From one file it finds the others by name, and merges all by receive time. */
export async function openCryptofeed(path: string): Promise<Recording> {
  const notes = new Notes();
  const { form, files } = await findFiles(path);
  const { venue } = form;
  const { symbols, start } = await survey(path, files, form);
  // The connection of this file opens at the start of the recording; the others open at their recorded times.
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
      const sources = files.map((file) => readFile(file, { form, opened: file === stream ? CONN : null, conns, notes }));
      return inOrder(opening(venue, symbols, start), mergeByTime(sources), notes);
    },
  };
}

async function findFiles(path: string): Promise<{ readonly form: RecordedVenue; readonly files: readonly string[] }> {
  const prefix = NAME.exec(withoutGz(basename(path)))?.[1];
  if (prefix === undefined) return { form: await formOf(path), files: [path] };
  const form = RECORDED_VENUES.find(({ captures }) => captures.prefix === prefix);
  if (form === undefined) throw recordingVenueUnsupported({ path, venue: unreadCapture(prefix) });
  const found = new Map<string, string>();
  for (const name of (await readdir(dirname(path))).toSorted()) {
    const plain = withoutGz(name);
    // A plain file and its gzip copy count as one file.
    if (NAME.exec(plain)?.[1] === prefix && !found.has(plain)) found.set(plain, join(dirname(path), name));
  }
  // REST answers come before frames of the same time.
  const files = [...found].toSorted(([a], [b]) => Number(a.includes('.ws.')) - Number(b.includes('.ws.')));
  return { form, files: files.map(([, file]) => file) };
}

/** The venue of a capture whose name doesn't contain it, from the first known host or the first recognisable frame. */
async function formOf(path: string): Promise<RecordedVenue> {
  for await (const text of readLines(path, new Notes())) {
    const line = readLine(text);
    if (!('at' in line)) continue;
    if (line.kind !== 'frame') {
      const host = hostOf(line.url);
      const form = RECORDED_VENUES.find(({ captures }) => captures.hosts.test(host));
      if (form === undefined) throw recordingVenueUnsupported({ path, venue: host });
      return form;
    }
    const found = venueShownBy(line.text);
    if (found === null) continue;
    if ('unread' in found) throw recordingVenueUnsupported({ path, venue: found.unread });
    return found.form;
  }
  throw recordingUnreadable({ path, reason: NOTHING_OF_A_VENUE });
}

/** Reads a capture for its symbols and its first time. */
async function survey(
  path: string,
  files: readonly string[],
  { captures, identify }: RecordedVenue,
): Promise<{ symbols: readonly string[]; start: number }> {
  const symbols = new Set<string>();
  let start = Infinity;
  for (const file of files) {
    for await (const text of readLines(file, new Notes())) {
      const line = readLine(text);
      if (!('at' in line)) continue;
      start = Math.min(start, line.at);
      if (line.kind === 'frame') {
        const named = identify(line.text);
        if (named !== null) symbols.add(named.symbol);
      } else {
        const host = hostOf(line.url);
        if (!captures.hosts.test(host)) throw recordingVenueUnsupported({ path, venue: host });
        for (const symbol of captures.symbolsOf(line.url)) symbols.add(symbol);
      }
    }
  }
  if (!Number.isFinite(start) || symbols.size === 0) throw recordingUnreadable({ path, reason: NOTHING_OF_A_VENUE });
  return { symbols: [...symbols], start };
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? url;

async function* readFile(
  file: string,
  { form: { venue, captures }, opened, conns, notes }: Reading,
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
        const url = URL.parse(line.url);
        const call = url === null ? null : captures.callOf(url);
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
