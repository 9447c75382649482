import { createReadStream } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fileUnreadable } from '../errors.ts';

/** Longest table, bytes after decompression: some millions of rows. */
const MAX_BYTES = 256 * 1024 * 1024;

export interface TextRead {
  readonly text: string;
  /** Notes about assumptions made. */
  readonly remarks: readonly string[];
}

const HEAD_BYTES = 200;

/** UTF-16 by its byte order mark, or by zeros in every second byte of text in Latin letters; null for other bytes. */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, HEAD_BYTES);
  const zeros = (odd: 0 | 1) => head.filter((byte, i) => i % 2 === odd && byte === 0).length;
  const half = Math.floor(head.length / 2);
  if (half > 1 && zeros(1) === half && zeros(0) === 0) return 'utf-16le';
  return half > 1 && zeros(0) >= half && zeros(1) === 0 ? 'utf-16be' : null;
}

/**
 * Decodes bytes to text: gzip by its magic number, UTF-16 by its byte order mark or its zeros, else UTF-8, or Windows-1252 (which
 * includes Latin-1) if the bytes are not UTF-8. Throws zlib's error on broken gzip.
 */
export function decodeText(bytes: Uint8Array): TextRead {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return decodeText(gunzipSync(bytes, { maxOutputLength: MAX_BYTES }));
  }
  const wide = utf16Of(bytes);
  if (wide !== null) return { text: new TextDecoder(wide).decode(bytes), remarks: [] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), remarks: [] };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), remarks: ['The file is no UTF-8; it was read as Latin-1.'] };
  }
}

/** The message of a file system error without the call and the path, which the surrounding message names. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/,? (?:open|read|rename|scandir)(?: '.*)?$/s, '') : String(error);

/** The path that means standard input. */
export const STANDARD_INPUT = '-';

/** Reads a file or pipe to its end; refuses an endless device at the limit. */
async function readBytes(path: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  const source = path === STANDARD_INPUT ? process.stdin : createReadStream(path);
  for await (const part of source as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new RangeError(`it has over ${MAX_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Reads a file as text; `-` is standard input. Throws TF_FORECAST_FILE_UNREADABLE, also if its gzip is truncated or broken. */
export async function readText(path: string): Promise<TextRead> {
  try {
    return decodeText(await readBytes(path));
  } catch (error) {
    throw fileUnreadable({ path: path === STANDARD_INPUT ? 'standard input' : path, reason: reasonOf(error) }, error);
  }
}
