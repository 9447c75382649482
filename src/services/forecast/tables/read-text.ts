import { createReadStream } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fileUnreadable } from './errors.ts';

/** Longest table, bytes after decompression: some millions of rows. */
const MAX_BYTES = 256 * 1024 * 1024;

export interface TextRead {
  readonly text: string;
  /** Notes about assumptions made. */
  readonly remarks: readonly string[];
}

/**
 * Decodes bytes to text: gzip by its magic number, UTF-16 by its byte order mark, else UTF-8, or Latin-1 if the bytes are not
 * UTF-8. Throws zlib's error on broken gzip.
 */
export function decodeText(bytes: Uint8Array): TextRead {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return decodeText(gunzipSync(bytes, { maxOutputLength: MAX_BYTES }));
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), remarks: [] };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), remarks: [] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), remarks: [] };
  } catch {
    return { text: new TextDecoder('latin1').decode(bytes), remarks: ['The file is no UTF-8; it was read as Latin-1.'] };
  }
}

/** The message of a file system error without the call and the path, which the surrounding message names. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/,? (?:open|read|rename|scandir)(?: '.*)?$/s, '') : String(error);

/** Reads a file or pipe to its end; refuses an endless device at the limit. */
async function readBytes(path: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new RangeError(`it has over ${MAX_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Reads a file as text. Throws TF_FORECAST_FILE_UNREADABLE, also if its gzip is truncated or broken. */
export async function readText(path: string): Promise<TextRead> {
  try {
    return decodeText(await readBytes(path));
  } catch (error) {
    throw fileUnreadable({ path, reason: reasonOf(error) }, error);
  }
}
