import { crc32 } from 'node:zlib';
import type { Random } from '../../src/core/index.ts';

/** Seeded mutations of bytes and texts for fuzzers. The same seed gives the same attack. */
export const upTo = (random: Random, below: number): number => Math.floor(random() * below);
export const oneOf = <T>(random: Random, choices: readonly T[]): T => choices[upTo(random, choices.length)] as T;

/** Flips bits, cuts, duplicates and overwrites. */
export function damaged(random: Random, bytes: Buffer): Buffer {
  const out = Buffer.from(bytes);
  const at = upTo(random, out.length);
  const length = 1 + upTo(random, 64);
  switch (upTo(random, 6)) {
    case 0:
      out[at] = (out[at] ?? 0) ^ (1 << upTo(random, 8));
      return out;
    case 1:
      return out.subarray(0, at);
    case 2:
      return Buffer.concat([out.subarray(0, at), out.subarray(at, at + length), out.subarray(at)]);
    case 3:
      return Buffer.concat([out.subarray(0, at), out.subarray(at + length)]);
    case 4:
      return out.fill(oneOf(random, [0, 0xff, 0x20]), at, at + length);
    default:
      for (let i = at; i < Math.min(out.length, at + length); i++) out[i] = upTo(random, 256);
      return out;
  }
}

const PIECES = [
  'null', '{}', '[]', '""', '"x"', '0', '-1', '1e400', '1e15', '9007199254740993', '9007199254740991', '4000000000000000', 'true', '"__proto__"', '"$map"', '"$zf64"', '"$book"', '{"$map":[[1]]}',
  '{"$f64":"AAA="}', '{"$zf64":"AAAA"}', '{"$book":{"bids":[1],"asks":[],"known":[0,0]}}', '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]',
]; // prettier-ignore
/** A value of JSON: text, number, word, or the bracket that opens or closes one. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null/gi;

/** JSON with one to three values or names replaced; usually still valid JSON, with another shape. */
export function reshaped(random: Random, json: string): string {
  let text = json;
  for (let edits = 1 + upTo(random, 3); edits > 0; edits--) {
    // Only a window is searched, so that a long text costs no more than a short one.
    const from = upTo(random, Math.max(1, text.length - 2_000));
    const tokens = [...text.slice(from, from + 2_000).matchAll(TOKEN)];
    const found = tokens[upTo(random, Math.max(1, tokens.length))];
    if (found === undefined) return oneOf(random, PIECES);
    const start = from + found.index;
    text = `${text.slice(0, start)}${oneOf(random, PIECES)}${text.slice(start + found[0].length)}`;
  }
  return text;
}

/** Where the payloads of a segment stand: `RECORD_HEAD_BYTES` after length and CRC. */
export interface Place {
  readonly start: number;
  readonly length: number;
}

const HEADER = 20;
const HEAD = 8;
const TEXT_FROM = 9;
const JSON_KIND = 4;

export function recordsOf(segment: Buffer): readonly Place[] {
  const places: Place[] = [];
  let at = HEADER + segment.readUInt32LE(12);
  while (at + HEAD < segment.length) {
    const length = segment.readUInt32LE(at);
    places.push({ start: at + HEAD, length });
    at += HEAD + length;
  }
  return places;
}

function record(payload: Buffer): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt32LE(payload.length, 0);
  head.writeUInt32LE(crc32(payload), 4);
  return Buffer.concat([head, payload]);
}

/** A segment with one record or its header changed and its checksum corrected, as by a hostile writer. */
export function forged(random: Random, segment: Buffer): Buffer {
  if (random() < 0.1) return forgedHeader(random, segment);
  const places = recordsOf(segment);
  const texts = places.filter(({ start }) => (segment[start] ?? 0) >= JSON_KIND);
  const place = random() < 0.7 && texts.length > 0 ? oneOf(random, texts) : oneOf(random, places);
  const payload = Buffer.from(segment.subarray(place.start, place.start + place.length));
  const kind = payload[0] ?? 0;
  let made = payload;
  const how = upTo(random, 8);
  if (how === 0) payload[0] = upTo(random, 8);
  else if (how === 1) payload.writeDoubleLE(oneOf(random, [Number.NaN, Infinity, -1, 0, 1e300, 0.5, 3]), 1);
  else if (how === 2 && kind < JSON_KIND)
    payload.writeDoubleLE(oneOf(random, [Number.NaN, Infinity, -1e300, 0]), kind === 1 ? 10 : 14);
  else if (how === 3) made = payload.subarray(0, TEXT_FROM + upTo(random, 14));
  else {
    const from = kind >= JSON_KIND ? TEXT_FROM : Math.min(22, payload.length);
    made = Buffer.concat([payload.subarray(0, from), Buffer.from(reshaped(random, payload.toString('utf8', from)))]);
  }
  return Buffer.concat([segment.subarray(0, place.start - HEAD), record(made), segment.subarray(place.start + place.length)]);
}

function forgedHeader(random: Random, segment: Buffer): Buffer {
  const length = segment.readUInt32LE(12);
  const json = Buffer.from(reshaped(random, segment.toString('utf8', HEADER, HEADER + length)));
  const fixed = Buffer.from(segment.subarray(0, HEADER));
  fixed.writeUInt32LE(json.length, 12);
  fixed.writeUInt32LE(crc32(json, crc32(fixed.subarray(0, 16))), 16);
  return Buffer.concat([fixed, json, segment.subarray(HEADER + length)]);
}
