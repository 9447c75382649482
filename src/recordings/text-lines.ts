import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { constants, createGunzip } from 'node:zlib';

import { recordingUnreadable } from './errors.ts';
import type { Notes } from './notes.ts';

/** Maximum length of a line, longer than any frame or REST answer. */
const MAX_LINE = 64 << 20;
/** Maximum size of a file that is one JSON value, in bytes after decompression, because it is read into memory. */
const MAX_TEXT = 256 << 20;
const GZIP_TRAILER_BYTES = 4;
/** The mark of byte order that some programs write before UTF-8. It is no part of the text. */
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Lines of a plain or gzip file, in batches, without line ends. On damage it adds a note and yields the lines before it. */
export async function* readLots(path: string, notes: Notes): AsyncGenerator<readonly string[], void, undefined> {
  const decoder = new StringDecoder('utf8');
  // Pieces of an unfinished line, joined at its end, because joining at each chunk would cost quadratic time.
  let pieces: string[] = [];
  let length = 0;
  const take = (more: string): string | null => {
    const line = length > MAX_LINE ? null : [...pieces, more].join('');
    pieces = [];
    length = 0;
    return line;
  };
  for await (const chunk of readBytes(path, notes)) {
    const [first = '', ...others] = decoder.write(chunk).split('\n');
    const next = others.pop();
    if (next !== undefined) {
      const line = take(first);
      const lines = line === null ? others : [line, ...others];
      if (lines.length > 0) yield lines.map(withoutReturn);
    }
    const rest = next ?? first;
    length += rest.length;
    if (length <= MAX_LINE) pieces.push(rest);
    else if (pieces.length > 0) {
      notes.count('lines too long to be read', `over ${MAX_LINE} characters`);
      pieces = [];
    }
  }
  const last = take(decoder.end());
  if (last !== null && last !== '') yield [withoutReturn(last)];
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

/** The same lines, one by one. */
export async function* readLines(path: string, notes: Notes): AsyncGenerator<string, void, undefined> {
  for await (const lot of readLots(path, notes)) yield* lot;
}

/** Reads the whole text of a file that is one JSON value. */
export async function readText(path: string, notes: Notes): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of readBytes(path, notes)) {
    bytes += chunk.length;
    if (bytes > MAX_TEXT) throw recordingUnreadable({ path, reason: `it is one JSON value of over ${MAX_TEXT} bytes` });
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function* readBytes(path: string, notes: Notes): AsyncGenerator<Buffer, void, undefined> {
  const { gzip, length } = await look(path);
  const source = createReadStream(path);
  // This flag yields all data of a truncated gzip file; the length stored at a file's end shows the truncation.
  const stream = gzip ? source.pipe(createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })) : source;
  // `pipe` doesn't forward errors.
  if (stream !== source) source.on('error', (cause) => stream.destroy(cause));
  let total = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const isMarked = total === 0 && chunk.subarray(0, MARK.length).equals(MARK);
      total += chunk.length;
      yield isMarked ? chunk.subarray(MARK.length) : chunk;
    }
    if (gzip && total % 2 ** 32 !== length)
      notes.say(`${path}: the gzip is cut, or was joined of several; read to where it ends`);
  } catch (cause) {
    notes.say(`${path}: read no further than ${total} bytes: ${cause instanceof Error ? cause.message : String(cause)}`);
  } finally {
    source.destroy();
  }
}

/** Whether a file is gzip, and the content length that it states. */
async function look(path: string): Promise<{ gzip: boolean; length: number }> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw recordingUnreadable({ path, reason: cause instanceof Error ? cause.message : String(cause) }, cause);
  });
  try {
    const { size } = await handle.stat();
    const magic = Buffer.alloc(2);
    await handle.read(magic, 0, 2, 0);
    const trailer = Buffer.alloc(GZIP_TRAILER_BYTES);
    if (size > GZIP_TRAILER_BYTES) await handle.read(trailer, 0, GZIP_TRAILER_BYTES, size - GZIP_TRAILER_BYTES);
    return { gzip: magic[0] === 0x1f && magic[1] === 0x8b, length: trailer.readUInt32LE(0) };
  } finally {
    await handle.close();
  }
}
