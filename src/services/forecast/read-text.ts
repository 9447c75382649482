import { createReadStream } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fileUnreadable } from './errors.ts';

/** Longest table, bytes after decompression: some millions of rows. */
const MAX_BYTES = 256 * 1024 * 1024;

export interface TextRead {
  readonly text: string;
  /** What was taken for granted, in words. */
  readonly remarks: readonly string[];
}

/** Bytes as text: gzip by its magic, UTF-8 or UTF-16 by its mark, Latin-1 where the bytes are no UTF-8. Throws zlib's error on broken gzip. */
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

/** What an error of the file system says, without the call and the path, which the message around it names. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/,? (?:open|read|rename|scandir)(?: '.*)?$/s, '') : String(error);

/** All of a file or pipe; a device without an end is refused at the limit. */
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

/** A file's text. Throws TF_FORECAST_FILE_UNREADABLE, also where its gzip is cut off or broken. */
export async function readText(path: string): Promise<TextRead> {
  try {
    return decodeText(await readBytes(path));
  } catch (error) {
    throw fileUnreadable({ path, reason: reasonOf(error) }, error);
  }
}
