import { describe, expect, test } from 'vitest';
import { withoutProof } from '../../core/answer-fields.ts';
import { fromRfc3339, instrumentId, toRfc3339, US_PER_SECOND, type Side } from '../../core/index.ts';
import { vpinAnswer } from './answers/vpin.ts';
import { fromCheckpointedMarket, toCheckpointedMarket } from './checkpointed-market.ts';
import { readMarket, type Reading } from './reading.ts';
import { breakStudies } from './studies/dispatch.ts';
import { addTrade, newTape } from './tape.ts';
import { BOOK_A, stage, START, SYMBOL, tradeEvent, VENUE, type Stage } from './testing/stage.ts';
import { makeVpin } from './vpin.ts';

function readingOf({ engine, now }: Pick<Stage, 'engine' | 'now'>): Reading {
  const reading = readMarket(engine, instrumentId(VENUE, SYMBOL), now());
  if (reading === null) throw new Error('not followed');
  return reading;
}

interface Raw {
  readonly at: number;
  readonly side: Side;
  readonly size: number;
}

/** A synced market with a trade a second, whose trades are also kept raw. After two minutes they are four times as large. */
function trading({ hasBook = true } = {}) {
  const on = stage();
  let update = 10;
  const change = () => on.depth(++update, update, { bids: [[99.5, 3 + (update % 3)]] });
  const fill = () => {
    on.snapshot(update, BOOK_A);
    change();
  };
  if (hasBook) fill();
  const raw: Raw[] = [];
  let id = 0;
  const run = (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      on.wait(1);
      id++;
      change();
      const trade = { at: on.now(), side: id % 5 < 3 ? 'buy' : 'sell', size: (1 + (id % 7) / 4) * (id > 121 ? 4 : 1) } as const;
      on.trade(id, 100, trade.size, trade.side);
      raw.push(trade);
      on.ticker();
    }
  };
  const lose = (count: number) => {
    id += count;
    return [id - count + 1, id] as const;
  };
  /** Book updates that never come; `fill` gives the book again. */
  const loseBook = () => (update += 5);
  return { on, raw, run, lose, loseBook, fill };
}

const micros = (time: string | null): number => fromRfc3339(time ?? '') ?? Number.NaN;

/**
 * VPIN recomputed from raw trades: each is cut into pieces that end with a bucket; the last 50 full buckets count.
 * `skip`: volume of the first trade that an earlier bucket took.
 */
function recomputed(trades: readonly Raw[], bucket: number): number {
  const nets: number[] = [];
  let [room, net] = [bucket, 0];
  for (const { side, size } of trades) {
    for (let left = size; left > 1e-12;) {
      const piece = Math.min(left, room);
      net += side === 'buy' ? piece : -piece;
      left -= piece;
      room -= piece;
      if (room > 1e-12 * bucket) continue;
      nets.push(Math.abs(net));
      [room, net] = [bucket, 0];
    }
  }
  return nets.slice(-50).reduce((sum, one) => sum + one, 0) / (50 * bucket);
}

/** The first trade after the bucket's volume was set: two minutes after the first trade. */
const SET_AT = START + 121 * US_PER_SECOND;

test('VPIN is that of a plain recomputation from the raw trades, with its span, its past and no reason for a null', () => {
  const { on, raw, run } = trading();
  run(340);
  const reading = readingOf(on);
  const answer = makeVpin(reading);
  const bucket = answer.bucket_volume ?? Number.NaN;
  expect(bucket).toBeCloseTo((2 * raw.slice(0, 121).reduce((sum, { size }) => sum + size, 0)) / 120, 1);
  const counted = raw.filter(({ at }) => at > SET_AT);
  expect(answer.vpin).toBeCloseTo(recomputed(counted, bucket), 9);
  expect(answer).toMatchObject({ buckets: 50, full_buckets: 50, trade_sides: 'venue', absent: [], source: 'recorded' });
  expect(answer.past_sec).toBeGreaterThanOrEqual(180);
  expect(answer.percentile).toBeGreaterThan(0);
  const { from, to, complete } = answer.coverage;
  expect(complete).toBe(true);
  // 50 buckets of the usual volume of two seconds, at four times that volume.
  expect((micros(to) - micros(from)) / US_PER_SECOND).toBeCloseTo(25, -1);
  expect(on.now() - micros(to)).toBeLessThan(3 * US_PER_SECOND);
  expect(vpinAnswer.safeParse(withoutProof(answer)).error).toBeUndefined();
  const market = fromCheckpointedMarket(structuredClone(toCheckpointedMarket(reading.market)));
  expect(makeVpin({ ...reading, market })).toEqual(answer);
});

test('each null has its reason until there is enough history', () => {
  const { on, run } = trading();
  on.wait(0.1);
  const none = makeVpin(readingOf(on));
  expect(none).toMatchObject({ vpin: null, percentile: null, bucket_volume: null, full_buckets: 0, past_sec: 0 });
  expect(none.coverage).toEqual({ from: null, to: null, complete: false });
  expect(none.absent).toEqual(
    ['vpin', 'percentile', 'bucket_volume'].map((field) => ({ field, reason: 'no trade has come', ready_at: null })),
  );
  run(60);
  const setting = 'two minutes of trades set the volume of a bucket';
  expect(makeVpin(readingOf(on)).absent).toEqual([
    { field: 'vpin', reason: setting, ready_at: null },
    { field: 'percentile', reason: setting, ready_at: null },
    { field: 'bucket_volume', reason: setting, ready_at: '2026-01-15T12:02:01.100Z' },
  ]);
  run(65);
  const filling = makeVpin(readingOf(on));
  expect(filling).toMatchObject({ vpin: null, percentile: null, coverage: { complete: false } });
  expect(filling.bucket_volume).not.toBeNull();
  expect(filling.full_buckets).toBeGreaterThan(0);
  const reason = `only ${filling.full_buckets} of 50 buckets are full`;
  expect(filling.absent).toEqual(['vpin', 'percentile'].map((field) => ({ field, reason, ready_at: null })));
  run(30);
  const young = makeVpin(readingOf(on));
  expect(young.vpin).not.toBeNull();
  expect(young).toMatchObject({ percentile: null, coverage: { complete: true } });
  expect(young.absent).toEqual([
    { field: 'percentile', reason: `only ${young.past_sec} of 180 past values are known`, ready_at: null },
  ]);
});

describe('trades missing inside the buckets', () => {
  test('make VPIN null with the reason, until the buckets have passed them', () => {
    const { on, raw, run, lose } = trading();
    run(170);
    const before = makeVpin(readingOf(on));
    const [from, to] = lose(3);
    run(5);
    const lacking = makeVpin(readingOf(on));
    const reason = `trades ${from} to ${to} are missing`;
    expect(lacking).toMatchObject({ vpin: null, percentile: null, coverage: { complete: false }, full_buckets: 50 });
    expect(lacking.absent).toEqual(['vpin', 'percentile'].map((field) => ({ field, reason, ready_at: null })));
    expect(lacking.past_sec).toBeLessThanOrEqual(before.past_sec + 1);
    run(15);
    expect(makeVpin(readingOf(on)).vpin).toBeNull();
    run(15);
    const passed = makeVpin(readingOf(on));
    expect(passed.coverage.complete).toBe(true);
    const bucket = passed.bucket_volume ?? Number.NaN;
    expect(passed.vpin).toBeCloseTo(
      recomputed(
        raw.filter(({ at }) => at > SET_AT),
        bucket,
      ),
      9,
    );
  });

  test('and fetched later make it null until as many new buckets are full', () => {
    const { on, raw, run, lose } = trading();
    run(170);
    const [from] = lose(3);
    run(5);
    on.page([from - 1, from, from + 1, from + 2, from + 3], 5);
    const refilled = on.now();
    const emptied = makeVpin(readingOf(on));
    expect(emptied).toMatchObject({ vpin: null, full_buckets: 0, coverage: { from: null, to: null, complete: false } });
    expect(emptied.absent[0]).toMatchObject({
      field: 'vpin',
      reason:
        'only 0 of 50 buckets are full; the buckets started again at 2026-01-15T12:02:55.000Z, because a trade was fetched after later ones',
    });
    run(35);
    const answer = makeVpin(readingOf(on));
    const bucket = answer.bucket_volume ?? Number.NaN;
    expect(answer.coverage.complete).toBe(true);
    expect(answer.vpin).toBeCloseTo(
      recomputed(
        raw.filter(({ at }) => at > refilled),
        bucket,
      ),
      9,
    );
    expect(micros(answer.coverage.from)).toBeGreaterThan(refilled);
  });

  test('may be missing while the connection is down', () => {
    const { on, run } = trading();
    run(170);
    on.close();
    on.wait(1);
    const { vpin, coverage, absent } = makeVpin(readingOf(on));
    expect([vpin, coverage.complete]).toEqual([null, false]);
    expect(absent[0]?.reason).toContain('trades are');
  });

  test.each(['trades', 'messages', 'clock'] as const)('may be missing after a break of %s', (after) => {
    const { on, run } = trading();
    run(160);
    const { market, symbol, exchangeAt: at } = readingOf(on);
    expect(makeVpin(readingOf(on)).vpin).not.toBeNull();
    breakStudies(after, { market, symbol, at });
    const { vpin, full_buckets: full, coverage, absent } = makeVpin(readingOf(on));
    expect([vpin, full, coverage.complete, absent.length > 1]).toEqual([null, 0, false, true]);
    const own = after === 'clock' ? 'no trade has come' : 'only 0 of 50 buckets are full';
    const why = after === 'clock' ? 'the clock of the exchange was corrected' : 'trades may be missing after an interruption';
    const restart = `the buckets started again at ${toRfc3339(on.now())}, because ${why}`;
    for (const { reason, ready_at: ready } of absent) expect([reason, ready]).toEqual([`${own}; ${restart}`, null]);
  });

  test('would not be noticed before the trades that are kept', () => {
    const { on, run } = trading();
    run(170);
    const reading = readingOf(on);
    const tape = newTape();
    addTrade(tape, tradeEvent(170, on.now()), on.now());
    const { vpin, absent } = makeVpin({ ...reading, market: { ...reading.market, tape } });
    expect(vpin).toBeNull();
    expect(absent[0]?.reason).toContain('the buckets begin before the trades that are kept');
  });
});

describe('without a complete book', () => {
  const MEASURED = 'VPIN is measured only while the book is complete: book is ';

  test('the volume of a bucket is never promised, and neither the state nor the reason looks fine', () => {
    const { on, run, fill } = trading({ hasBook: false });
    for (const seconds of [60, 90, 600]) {
      run(seconds);
      const { vpin, bucket_volume: volume, state, absent, inputs } = makeVpin(readingOf(on));
      expect([vpin, volume]).toEqual([null, null]);
      expect(state).not.toBe('synced');
      expect(inputs.map(({ stream }) => stream)).toEqual(['book', 'trade']);
      expect(absent.map(({ field }) => field)).toEqual(['vpin', 'percentile', 'bucket_volume']);
      for (const { reason, ready_at: ready } of absent) {
        expect(reason).toContain(MEASURED);
        expect(ready).toBeNull();
      }
    }
    fill();
    run(2);
    const begun = makeVpin(readingOf(on));
    expect(begun.bucket_volume).not.toBeNull();
    expect(begun.state).toBe('synced');
  });

  test('a VPIN ends; after the gap the reason says that the buckets started again, and why', () => {
    const { on, run, loseBook, fill } = trading();
    run(170);
    expect(makeVpin(readingOf(on)).vpin).not.toBeNull();
    loseBook();
    run(40);
    const lost = makeVpin(readingOf(on));
    expect(lost).toMatchObject({ vpin: null, percentile: null, state: 'gap', coverage: { complete: false } });
    expect(lost.bucket_volume).not.toBeNull();
    expect(lost.absent.map(({ field }) => field)).toEqual(['vpin', 'percentile']);
    for (const { reason } of lost.absent) expect(reason.startsWith(`${MEASURED}gap: `)).toBe(true);
    fill();
    run(3);
    const again = makeVpin(readingOf(on));
    expect(again.full_buckets).toBeLessThan(10);
    const reason = `only ${again.full_buckets} of 50 buckets are full; the buckets started again at 2026-01-15T12:03:30.100Z, because the book was lost`;
    expect(again.absent).toEqual(['vpin', 'percentile'].map((field) => ({ field, reason, ready_at: null })));
    run(40);
    expect(makeVpin(readingOf(on)).vpin).not.toBeNull();
  });

  test('a gap before the volume of a bucket is known lets its two minutes start again', () => {
    const { on, run, loseBook, fill } = trading();
    run(100);
    loseBook();
    run(60);
    fill();
    on.wait(2);
    const restart = 'the buckets started again at 2026-01-15T12:02:40.100Z, because the book was lost';
    expect(makeVpin(readingOf(on)).absent).toEqual(
      ['vpin', 'percentile', 'bucket_volume'].map((field) => ({
        field,
        reason: `no trade has come; ${restart}`,
        ready_at: null,
      })),
    );
    run(5);
    const reading = readingOf(on);
    const { absent } = makeVpin(reading);
    expect(absent[2]).toEqual({
      field: 'bucket_volume',
      reason: `two minutes of trades set the volume of a bucket; ${restart}`,
      ready_at: '2026-01-15T12:04:43.000Z',
    });
    const market = fromCheckpointedMarket(structuredClone(toCheckpointedMarket(reading.market)));
    expect(makeVpin({ ...reading, market }).absent).toEqual(absent);
  });

  test('no time at which a number will be known is ever in the past', () => {
    const { on, run, loseBook, fill } = trading();
    let promised = 0;
    for (let second = 0; second < 400; second++) {
      run(1);
      if (second === 60 || second === 250) loseBook();
      if (second === 90 || second === 251) fill();
      const reading = readingOf(on);
      for (const { field, ready_at: ready } of makeVpin(reading).absent) {
        if (ready == null) continue;
        promised++;
        expect(field).toBe('bucket_volume');
        expect(micros(ready)).toBeGreaterThan(reading.at);
      }
    }
    expect(promised).toBeGreaterThan(100);
  });
});
