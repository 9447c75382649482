import { describe, expect, test } from 'vitest';
import { withoutProof } from '../../core/answer-fields.ts';
import { fromRfc3339, instrumentId, US_PER_SECOND, type Side } from '../../core/index.ts';
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
function trading() {
  const on = stage();
  on.snapshot(10, BOOK_A);
  const raw: Raw[] = [];
  let id = 0;
  const run = (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      on.wait(1);
      id++;
      on.depth(10 + id, 10 + id, { bids: [[99.5, 3 + (id % 3)]] });
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
  return { on, raw, run, lose };
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
  const none = makeVpin(readingOf(on));
  expect(none).toMatchObject({ vpin: null, percentile: null, bucket_volume: null, full_buckets: 0, past_sec: 0 });
  expect(none.coverage).toEqual({ from: null, to: null, complete: false });
  expect(none.absent).toEqual(
    ['vpin', 'percentile', 'bucket_volume'].map((field) => ({ field, reason: 'no trade has come', ready_at: null })),
  );
  run(60);
  expect(makeVpin(readingOf(on)).absent[2]).toEqual({
    field: 'bucket_volume',
    reason: 'two minutes of trades set the volume of a bucket',
    ready_at: '2026-01-15T12:02:01.000Z',
  });
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
    expect(emptied.absent[0]).toMatchObject({ field: 'vpin', reason: 'only 0 of 50 buckets are full' });
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
