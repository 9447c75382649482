import { readFile, rm, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { createStartFinder, listSegments, openRawLog, readPart, verifyRawLog, type RestoreStart } from './index.ts';
import { packPiece, readPiece, unpackPiece } from './piece-format.ts';
import { decodePayload } from './format.ts';
import { frame, handClock, options, readAll, temporary, textState, tick } from './testing/disk.ts';

const finderOf = async (directory: string) => createStartFinder(await listSegments(directory));

async function startsOf(directory: string, from = 1): Promise<readonly RestoreStart[]> {
  const starts = [];
  for await (const start of (await finderOf(directory)).startsFrom(from)) starts.push(start);
  return starts;
}

/** Name, sequence and text of each part of a start. */
async function textsOf({ checkpoint }: RestoreStart): Promise<readonly (readonly [string, number, string])[]> {
  if (checkpoint?.kind !== 'parts') throw new Error('no parts');
  return Promise.all(
    checkpoint.parts.map(async (part) => [part.name, part.asOf, Buffer.from(await readPart(part)).toString()] as const),
  );
}

interface Written {
  readonly directory: string;
  /** Number of records appended when each sequence was written. */
  readonly appended: ReadonlyMap<number, number>;
}

const NAMES = Array.from('abcdefghij');

/** Writes a log. Each checkpoint part contains the number of records that had been appended when the part was captured. */
async function write(more: Parameters<typeof options>[1], ticks: number): Promise<Written> {
  const directory = await temporary();
  const clock = handClock();
  let count = 0;
  const appended = new Map<number, number>();
  const state = () => Object.fromEntries(NAMES.map((name) => [name, `${count} `.repeat(200)]));
  const log = await openRawLog(options(directory, { clock, checkpoint: textState(state), ...more }));
  for (let n = 1; n <= ticks; n++) {
    for (const input of [tick(clock.now()), frame(n), frame(n)]) {
      const { seq } = log.append(input);
      appended.set(seq, ++count);
    }
    clock.advance(1_000);
  }
  await log.close();
  return { directory, appended };
}

describe('a checkpoint in parts', () => {
  test('is spread over ticks, each part as of its own moment, and begins again in time', async () => {
    const { directory, appended } = await write({}, 200);
    const starts = await startsOf(directory);
    // At once, and after 75 and 150 seconds.
    expect(starts).toHaveLength(3);
    for (const start of starts.slice(1)) {
      const parts = await textsOf(start);
      expect(parts.map(([name]) => name)).toEqual(NAMES);
      // Four are captured for one tick.
      expect(new Set(parts.map(([, asOf]) => asOf)).size).toBe(3);
      for (const [, asOf, text] of parts) {
        const known = [...appended].findLast(([seq]) => seq <= asOf)?.[1];
        expect(Number(text.split(' ')[0])).toBe(known);
      }
      expect(start.fromSeq).toBe((parts[0]?.[1] ?? 0) + 1);
    }
  });

  test('begins sooner where many records come, unless it takes long', async () => {
    const startedAt = async (frames: number, parts: number) => {
      const directory = await temporary();
      const clock = handClock();
      const checkpoint = textState(() => Object.fromEntries(Array.from({ length: parts }, (_, n) => [`part ${n}`, 'state'])));
      const log = await openRawLog(options(directory, { clock, checkpoint }));
      for (let second = 0; second < 100; second++) {
        log.append(tick(clock.now()));
        for (let n = 0; n < frames; n++) log.append(frame(n));
        clock.advance(1_000);
      }
      await log.close();
      const first = (await startsOf(directory)).map(({ fromSeq }) => fromSeq);
      return first.slice(1).map((seq) => Math.round(seq / (frames + 1)));
    };
    expect(await startedAt(600, 1)).toEqual([30, 60, 90]);
    expect(await startedAt(300, 1)).toEqual([59]);
    expect(await startedAt(100, 1)).toEqual([75]);
    // The session's first checkpoint is written at once.
    expect(await startedAt(600, 40)).toEqual([30, 70]);
  });

  test('is the latest that was whole at a record or time, with the offset of what follows', async () => {
    const { directory } = await write({}, 200);
    const finder = await finderOf(directory);
    const starts = await startsOf(directory);
    const items = await readAll(directory);
    const wholeAt = starts.map(({ checkpoint }) => checkpoint?.seq ?? 0);
    for (const { position, record } of items.filter((_, index) => index % 7 === 0)) {
      const wanted = wholeAt.findLastIndex((seq) => seq <= position.seq);
      const found = await finder.startFor(position.seq);
      expect(found).toMatchObject({ checkpoint: wanted < 0 ? null : { seq: wholeAt[wanted] } });
      if (typeof found === 'string' || record.kind !== 'input') continue;
      const { segment, fromOffset, fromSeq } = found;
      const from = { session: 1, fromSegment: segment.segment, fromOffset, fromSeq, toSeq: position.seq };
      expect(await readAll(directory, from)).toEqual(
        items.filter(({ position: { seq } }) => seq >= fromSeq && seq <= position.seq),
      );
      const earlier = await finder.startBefore(record.input.at - 1, position.seq);
      expect(typeof earlier === 'string' ? Infinity : earlier.fromSeq).toBeLessThanOrEqual(fromSeq);
    }
  });

  test('far above what one record may hold is as whole as a small one', async () => {
    const { directory } = await write({ pieceBytes: 7 }, 80);
    const starts = await startsOf(directory);
    expect(starts.length).toBeGreaterThanOrEqual(2);
    for (const start of starts) for (const [, , text] of await textsOf(start)) expect(text.length).toBeGreaterThan(7 * 50);
    const pieces = (await readAll(directory)).filter(({ record }) => record.kind === 'piece');
    expect(Math.max(...pieces.map(({ record }) => (record.kind === 'piece' ? record.rawBytes : 0)))).toBe(7);
  });

  test('may stand across segments; the oldest ones gone, what is left says where it can start', async () => {
    const { directory } = await write({ segmentBytes: 900, pieceBytes: 100, checkpointSeconds: 20 }, 120);
    const segments = await listSegments(directory);
    expect(segments.length).toBeGreaterThan(5);
    const whole = await startsOf(directory);
    expect(whole.length).toBeGreaterThan(3);
    const last = (await readAll(directory)).at(-1)?.position.seq ?? 0;
    for (const { path } of segments.slice(0, -1)) {
      await rm(path);
      const left = await listSegments(directory);
      const first = left[0]?.header?.firstSeq ?? 0;
      const kept = whole.filter(({ fromSeq }) => fromSeq >= first);
      expect((await startsOf(directory, left[0]?.segment)).map(({ fromSeq }) => fromSeq)).toEqual(
        kept.map(({ fromSeq }) => fromSeq),
      );
      const found = await (await finderOf(directory)).startFor(last);
      if (kept.length > 0) expect(found).toMatchObject({ fromSeq: kept.at(-1)?.fromSeq });
      else expect(found).toContain('no whole checkpoint');
    }
  });

  test('starts with a segment where it is small, and in its own time where it is large', async () => {
    const small = await write({ segmentBytes: 40_000, checkpointSeconds: 10_000 }, 2_000);
    const segments = (await listSegments(small.directory)).length;
    expect((await startsOf(small.directory)).length).toBe(segments);
    const large = await write({ segmentBytes: 300, checkpointSeconds: 10_000, pieceBytes: 50 }, 60);
    expect((await startsOf(large.directory)).length).toBe(1);
  });

  test('that was cut off anywhere counts for nothing, and the one before it is taken', async () => {
    const { directory } = await write({ pieceBytes: 100 }, 80);
    const path = (await listSegments(directory))[0]?.path ?? '';
    const bytes = await readFile(path);
    const whole = await startsOf(directory);
    expect(whole).toHaveLength(2);
    const items = await readAll(directory);
    const second = items.findIndex(({ record }) => record.kind === 'piece' && record.cycle === 2);
    expect(second).toBeGreaterThan(0);
    for (let cut = bytes.length - 1; cut > bytes.length / 2; cut -= 41) {
      await writeFile(path, bytes.subarray(0, cut));
      const starts = await startsOf(directory);
      const last = (await readAll(directory, { onCorrupt: 'skip' })).at(-1)?.position.seq ?? 0;
      const isWhole = last >= (whole[1]?.checkpoint?.seq ?? 0);
      expect(starts.map(({ fromSeq }) => fromSeq)).toEqual((isWhole ? whole : whole.slice(0, 1)).map(({ fromSeq }) => fromSeq));
    }
  });

  test('with a flipped bit in any of its records is not taken', async () => {
    const { directory } = await write({}, 80);
    const path = (await listSegments(directory))[0]?.path ?? '';
    const bytes = await readFile(path);
    const whole = await startsOf(directory);
    const places = whole[1]?.checkpoint?.kind === 'parts' ? whole[1].checkpoint.parts.flatMap(({ pieces }) => pieces) : [];
    expect(places).toHaveLength(NAMES.length);
    for (const { offset } of places.slice(0, 3))
      for (const at of [offset + 4, offset + 20, offset + 50]) {
        const bad = Buffer.from(bytes);
        bad[at] = (bad[at] ?? 0) ^ 1;
        await writeFile(path, bad);
        expect(await startsOf(directory)).toHaveLength(1);
        expect((await verifyRawLog(directory)).ok).toBe(false);
      }
  });
});

describe('a piece', () => {
  const arbitrary = fc.record({
    bytes: fc.uint8Array({ maxLength: 5_000 }),
    name: fc.string({ unit: 'grapheme', maxLength: 50 }),
  });

  test('unpacks to what it was', () =>
    fc.assert(
      fc.property(arbitrary, ({ bytes, name }) => {
        const piece = packPiece({ cycle: 1, name: name.toWellFormed(), asOf: 2, piece: 0, isLast: true, bytes });
        expect(Buffer.from(unpackPiece(piece)).equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: runs(100) },
    ));

  test('of bytes that no writer made is refused, and nothing larger than they are is made room for', () => {
    const bytes = Buffer.alloc(60);
    bytes[0] = 6;
    bytes[9] = 1;
    bytes.writeUInt16LE(4, 31);
    for (const claimed of [0xffff_ffff, 1 << 20, 60 * 65]) {
      bytes.writeUInt32LE(claimed, 27);
      for (const flags of [0, 1, 2, 3]) {
        bytes[26] = flags;
        expect(readPiece(bytes)).toBeNull();
      }
    }
    bytes[26] = 3;
    bytes.writeUInt32LE(500, 27);
    const piece = readPiece(bytes);
    expect(piece).not.toBeNull();
    expect(() => unpackPiece(piece!)).toThrow(RangeError);
  });

  test('is never more than a refusal, whatever its bytes', () =>
    fc.assert(
      fc.property(fc.constantFrom(6, 7), fc.uint8Array({ minLength: 8, maxLength: 200 }), (kind, rest) => {
        const record = decodePayload(Buffer.from([kind, ...rest]), []);
        if (record?.kind !== 'piece') return;
        try {
          expect(unpackPiece(record).length).toBe(record.rawBytes);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: runs(300) },
    ));
});
