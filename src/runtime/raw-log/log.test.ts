import { readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { LANE, runs } from '../../../test/testing/scale.ts';
import type { Input } from '../feed/types.ts';
import { frame, handClock, options, readAll, T0, temporary, texts, textState, tick } from './testing/disk.ts';
import { FORMAT_VERSION, listSegments, openRawLog, verifyRawLog } from './index.ts';

const at = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const venue = fc.constantFrom('binance-spot', 'kraken-spot', 'not-in-the-header');
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '\u{FEFF}x', '\uD800', 'a\uDC00\u0000'),
);
const call = fc.record(
  {
    question: fc.constantFrom('instruments', 'snapshot', 'trades', 'ticker', 'candles', 'open_interest'),
    input: fc.record({ symbol: text }),
    symbol: fc.option(text),
    path: text,
    body: text,
    weight: fc.nat(),
  },
  { requiredKeys: ['question', 'input', 'symbol', 'path', 'weight'] },
);
const input: fc.Arbitrary<Input> = fc.oneof(
  fc.record({ kind: fc.constant('tick'), venue, at }),
  fc.record({ kind: fc.constant('frame'), venue, at, conn: fc.integer({ min: 0, max: 2 ** 40 }), text }),
  fc.record({ kind: fc.constant('open'), venue, at, conn: fc.nat() }),
  fc.record({ kind: fc.constant('pong'), venue, at, conn: fc.nat() }),
  fc.record({ kind: fc.constant('close'), venue, at, conn: fc.nat(), code: fc.nat(), reason: text, status: fc.option(fc.nat()) }),
  fc.record({
    kind: fc.constant('rest'),
    venue,
    at,
    request: fc.option(fc.nat()),
    call,
    status: fc.nat(),
    headers: fc.dictionary(fc.string(), text),
    body: text,
  }),
  fc.record({ kind: fc.constant('rest_failed'), venue, at, request: fc.option(fc.nat()), call, reason: text }),
);

describe('what goes in comes out', () => {
  test('any input, in order, with its own position', () =>
    fc.assert(
      fc.asyncProperty(fc.array(input, { minLength: 1, maxLength: 40 }), async (inputs) => {
        const directory = await temporary();
        const log = await openRawLog(options(directory));
        const given = inputs.map((one) => ({ position: log.append(one), record: { kind: 'input', input: one } }));
        await log.close();
        expect(await readAll(directory)).toEqual(given);
        await rm(directory, { recursive: true });
      }),
      { numRuns: runs(75) },
    ));

  test('ten megabytes of text, what was sent, and a start', async () => {
    const directory = await temporary();
    const log = await openRawLog(options(directory));
    const long = '€é𝄞x'.repeat(1_000_000);
    const start: Input = {
      kind: 'start',
      venue: 'kraken-spot',
      at: T0,
      settings: {
        symbols: ['BTC/USD'],
        streams: ['book'],
        wsHosts: [],
        restHosts: [],
        seed: 7,
        backfillMinutes: 5,
        auditSeconds: 60,
        recorded: false,
      },
    };
    log.append(start);
    log.append(frame(1, long));
    log.appendSent({ venue: 'kraken-spot', conn: 3, at: T0 + 5, text: '{"method":"subscribe"}' });
    await log.close();
    const [first, second, third] = await readAll(directory);
    expect(first?.record).toEqual({ kind: 'input', input: start });
    expect(second?.record).toEqual({ kind: 'input', input: frame(1, long) });
    expect(third).toEqual({
      position: { session: 1, seq: 3 },
      record: { kind: 'sent', venue: 'kraken-spot', conn: 3, at: T0 + 5, text: '{"method":"subscribe"}' },
    });
  });
});

describe('after a crash', () => {
  test('a file cut at any byte gives a prefix, never a corrupt or a duplicate record', async () => {
    const source = await temporary();
    const first = await openRawLog(options(source, { checkpoint: textState(() => ({ books: '{}' })) }));
    for (let n = 0; n < 6; n++) first.append(n === 3 ? { kind: 'tick', venue: 'binance-spot', at: T0 } : frame(n));
    await first.close();
    const path = (await listSegments(source))[0]?.path ?? '';
    const whole = await readFile(path);
    const records = await readAll(source);
    // The slow test run cuts at every byte.
    for (let cut = 0; cut <= whole.length; cut += LANE === 'usual' ? 3 : 1) {
      await rm(join(source, 'raw'), { recursive: true });
      const second = await openRawLog(options(source));
      await second.close();
      await writeFile(path, whole.subarray(0, cut));
      const third = await openRawLog(options(source));
      expect(third.session).toBe(2);
      third.append(frame(99, 'after'));
      await third.close();
      const read = await readAll(source);
      const old = read.slice(0, -1);
      expect(old).toEqual(records.slice(0, old.length));
      expect(texts(read).at(-1)).toBe('after');
      const report = await verifyRawLog(source);
      expect({ ok: report.ok, torn: report.tornTail }).toEqual({ ok: true, torn: null });
      // The cut bytes are reported and kept, unchanged.
      const gone = third.recovered;
      const kept = gone === null ? Buffer.alloc(0) : await readFile(gone.keptIn);
      const stays = gone?.reason === 'header' ? 0 : (await stat(path)).size;
      expect(stays + kept.length).toBe(cut);
    }
  });

  test('a flipped bit anywhere is found', async () => {
    const directory = await temporary();
    const log = await openRawLog(options(directory));
    for (let n = 0; n < 4; n++) log.append(frame(n));
    await log.close();
    // A second session, so that the damage is not at the log's end.
    const next = await openRawLog(options(directory));
    next.append(frame(9));
    await next.close();
    const path = (await listSegments(directory))[0]?.path ?? '';
    const whole = await readFile(path);
    const good = JSON.stringify(await readAll(directory, { session: 1 }));
    for (let bit = 0; bit < whole.length * 8; bit += 5) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await writeFile(path, bytes);
      expect((await verifyRawLog(directory)).ok, `bit ${bit}`).toBe(false);
      await expect(readAll(directory), `bit ${bit}`).rejects.toMatchObject({ code: 'TF_LOG_CORRUPT', facts: { file: path } });
      const skipped = await readAll(directory, { onCorrupt: 'skip' });
      expect(skipped.some(({ record }) => record.kind === 'corrupt')).toBe(true);
      for (const item of skipped.filter(({ record, position }) => record.kind !== 'corrupt' && position.session === 1))
        expect(good).toContain(JSON.stringify(item));
    }
  });

  test('zeros after the last record are no records', async () => {
    const directory = await temporary();
    const log = await openRawLog(options(directory));
    log.append(frame(1));
    await log.close();
    const path = (await listSegments(directory))[0]?.path ?? '';
    const size = (await stat(path)).size;
    await truncate(path, size + 4096);
    expect((await verifyRawLog(directory)).tornTail).toMatchObject({ offset: size, bytes: 4096, reason: 'length' });
    const again = await openRawLog(options(directory));
    expect(again.recovered).toMatchObject({ offset: size, bytes: 4096, reason: 'length' });
    expect(texts(await readAll(directory))).toEqual(['{"n":1}']);
  });
});

describe('segments', () => {
  test('roll by size and by age', async () => {
    const directory = await temporary();
    const clock = handClock();
    const log = await openRawLog(options(directory, { clock, segmentBytes: 400 }));
    for (let n = 1; n <= 40; n++) log.append(frame(n));
    clock.advance(10 * 60_000);
    log.append(frame(41));
    await log.close();
    const segments = await listSegments(directory);
    expect(segments.length).toBeGreaterThan(3);
    for (const { segment, header } of segments) {
      expect(header).toMatchObject({ version: FORMAT_VERSION, session: 1, segment, configHash: 'c0ffee' });
      const [first] = await readAll(directory, { fromSegment: segment, fromSeq: header?.firstSeq ?? 0 });
      expect(first?.position.seq).toBe(header?.firstSeq);
    }
    expect(texts(await readAll(directory))).toHaveLength(41);
    expect(await verifyRawLog(directory)).toMatchObject({ ok: true, checkpoints: 0, sessions: [1] });
  });

  test('a checkpoint that fails does not stop the log', async () => {
    const directory = await temporary();
    const log = await openRawLog(
      options(directory, {
        checkpoint: () => {
          throw new Error('no state');
        },
      }),
    );
    log.append(tick());
    log.append(frame(1));
    await log.close();
    expect(texts(await readAll(directory))).toEqual(['{"n":1}']);
  });

  test('reading between two sequences', async () => {
    const directory = await temporary();
    const log = await openRawLog(options(directory, { segmentBytes: 300 }));
    for (let n = 1; n <= 30; n++) log.append(frame(n));
    await log.close();
    const part = await readAll(directory, { session: 1, fromSeq: 11, toSeq: 13 });
    expect(part.map(({ position }) => position.seq)).toEqual([11, 12, 13]);
  });

  test('the oldest go first, the current one never', async () => {
    const directory = await temporary();
    const clock = handClock();
    const more = { clock, segmentBytes: 1_000, retention: { maxBytes: 3_000, maxAgeDays: 1 } };
    const log = await openRawLog(options(directory, more));
    for (let n = 1; n <= 200; n++) {
      log.append(frame(n));
      if (n % 5 === 0) await log.flush();
    }
    const kept = await listSegments(directory);
    expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(3_000 + 1_100);
    expect(kept[0]?.segment).toBeGreaterThan(1);
    expect(log.status().bytes).toBe(kept.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(texts(await readAll(directory)).at(-1)).toBe('{"n":200}');
    clock.advance(25 * 3_600_000);
    log.append(frame(201));
    await log.flush();
    expect((await listSegments(directory)).map(({ segment }) => segment)).toEqual([log.status().segment]);
    expect((await verifyRawLog(directory)).ok).toBe(true);
    await log.close();
  });

  test('sessions follow each other and each counts its own', async () => {
    const directory = await temporary();
    for (const session of [1, 2, 3]) {
      const log = await openRawLog(options(directory));
      expect(log.append(frame(session))).toEqual({ session, seq: 1 });
      await log.close();
    }
    expect((await readAll(directory)).map(({ position }) => position.session)).toEqual([1, 2, 3]);
    expect(await readAll(directory, { session: 2 })).toHaveLength(1);
  });
});

describe('commits', () => {
  test('after 250 ms, or at once at 1,000 records', async () => {
    const directory = await temporary();
    const clock = handClock();
    const log = await openRawLog(options(directory, { clock }));
    log.append(frame(1));
    clock.advance(249);
    expect(log.status()).toMatchObject({ committed: null, lagMs: 249 });
    clock.advance(1);
    await log.flush();
    expect(log.status()).toMatchObject({ state: 'writing', committed: { session: 1, seq: 1 }, lagMs: 0, segment: 1 });
    for (let n = 2; n <= 1_001; n++) log.append(frame(n));
    expect(clock.pending()).toBe(0);
    await log.flush();
    expect(log.status().committed).toEqual({ session: 1, seq: 1_001 });
    await log.close();
    expect(log.status().state).toBe('off');
    log.append(frame(5));
    expect(log.status().lost).toBe(1);
  });
});

test('a directory without a log is named', async () => {
  const directory = await temporary();
  await expect(readAll(directory)).rejects.toMatchObject({ code: 'TF_LOG_MISSING' });
  await writeFile(join(directory, 'raw'), 'a file');
  await expect(openRawLog(options(directory))).rejects.toMatchObject({ code: 'TF_LOG_CANNOT_OPEN' });
});

test('a new log may begin at any session; one that exists continues from its last', async () => {
  const directory = await temporary();
  for (const [given, expected] of [
    [483_201, 483_201],
    [7, 483_202],
  ] as const) {
    const log = await openRawLog({ ...options(directory), firstSession: given });
    expect(log.append({ kind: 'tick', venue: 'binance-spot', at: T0 })).toEqual({ session: expected, seq: 1 });
    await log.close();
  }
  expect((await listSegments(directory)).map(({ session }) => session)).toEqual([483_201, 483_202]);
});
