import { expect, test } from 'vitest';
import { liquidityAnswer } from './answers/liquidity.ts';
import { withoutProof } from '../../core/answer-fields.ts';
import { toRfc3339 } from '../../core/index.ts';
import { decodeState, encodeState } from '../../runtime/feed/index.ts';
import { makeChanges } from './changes.ts';
import { fromCheckpointedMarket, toCheckpointedMarket } from './checkpointed-market.ts';
import { conciseLiquidity } from '../../operations/market/concise-liquidity.ts';
import { makeLiquidity } from './liquidity.ts';
import { makeReport } from './report.ts';
import { readMarket, type Reading } from './reading.ts';
import { stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

const readingOf = ({ engine, now }: Stage): Reading => readMarket(engine, `${VENUE}:${SYMBOL}`, now()) as Reading;
const side = (from: number, step: number) =>
  Array.from({ length: 40 }, (_, i) => [Number((from + i * step).toFixed(2)), 1] as const);
/** Forty levels of one unit on each side, so that each band has enough sizes. */
const BOOK = { bids: side(100, -0.01), asks: side(100.01, 0.01) };
const WALL = 99.8;

/** A market of over two minutes, so that walls are judged. */
function market() {
  const on = stage();
  let id = 10;
  const change = (price: number, size: number, ahead = 0) => on.depth(++id, id, { bids: [[price, size]] }, ahead);
  const run = (seconds: number, ahead = 0) => {
    for (let i = 0; i < seconds; i++) {
      on.wait(1);
      on.depth(++id, id, { asks: [[100.41, 1 + (i % 2)]] }, ahead);
    }
  };
  on.snapshot(10, BOOK);
  run(130);
  const walls = () => makeLiquidity(readingOf(on), { sizes: [] });
  return { ...on, change, run, walls, next: () => ++id };
}

test('a wall has the time since which it has stood, also in what changed and from a checkpoint', () => {
  const on = market();
  on.run(55);
  on.change(WALL, 9);
  const since = toRfc3339(on.now());
  on.run(20);
  on.change(WALL, 12);
  on.run(5);
  const answer = on.walls();
  expect(liquidityAnswer.parse(withoutProof(answer))).toEqual(withoutProof(answer));
  expect(answer.walls).toMatchObject([{ price: WALL, qty: 12, side: 'bid', since, age_sec: 25 }]);
  expect(answer.absent.filter(({ field }) => field.startsWith('walls'))).toEqual([]);
  expect(makeChanges(readingOf(on), 1).walls).toMatchObject([{ change: 'now_a_wall', price: WALL, since }]);
  const reading = readingOf(on);
  const held = fromCheckpointedMarket(decodeState(encodeState(toCheckpointedMarket(reading.market))) as never);
  expect(makeLiquidity({ ...reading, market: held }, { sizes: [] }).walls).toEqual(answer.walls);
});

test('a wall of twice the size is as old as its growth, one that fell to half its size as old as before', () => {
  const on = market();
  on.change(WALL, 9);
  const first = toRfc3339(on.now());
  on.run(3);
  on.change(WALL, 5);
  on.run(1);
  expect(on.walls().walls).toMatchObject([{ qty: 5, since: first }]);
  on.change(WALL, 40);
  expect(on.walls().walls).toMatchObject([{ qty: 40, since: toRfc3339(on.now()) }]);
});

test('after a gap in the book no age continues, although the wall is still there', () => {
  const on = market();
  on.change(WALL, 9);
  on.run(5);
  expect(on.walls().walls?.[0]?.since).not.toBeNull();
  const last = on.next() + 5;
  on.depth(last, last);
  on.snapshot(last + 1, { ...BOOK, bids: BOOK.bids.map(([price, size]) => [price, price === WALL ? 9 : size] as const) });
  on.depth(last + 2, last + 2);
  on.wait(1);
  const { walls, absent } = on.walls();
  expect(walls).toMatchObject([{ price: WALL, since: null }]);
  expect(absent.find(({ field }) => field === 'walls[0].since')?.reason).toMatch(
    /^it stood before it was watched, 2026-01-15T12:02:\d\dZ$/,
  );
});

test('a wall that has no place among the watched levels says so', () => {
  const on = market();
  const crowd = Array.from({ length: 300 }, (_, i) => [Number((99.611 + i / 1_000).toFixed(3)), 9] as const);
  // The nearest 44 come last.
  for (const bids of [crowd.slice(0, 256), crowd.slice(256)]) {
    const id = on.next();
    on.depth(id, id, { bids });
  }
  const { walls, absent } = on.walls();
  // At a full cent a level of one unit was watched before.
  const isCrowd = (price: number) => Math.round(price * 1_000) % 10 !== 0;
  expect(walls?.filter(({ price }) => isCrowd(price)).length).toBeGreaterThan(5);
  walls?.forEach((wall, i) => {
    if (!isCrowd(wall.price)) return;
    expect(wall).toMatchObject({ since: null, age_sec: null });
    const reason = 'it is not watched: 256 other large levels of its side are';
    for (const field of ['age_sec', 'since'])
      expect(absent).toContainEqual({ field: `walls[${i}].${field}`, reason, ready_at: null });
  });
});

test('where the known book ends is said beside the walls, in a concise answer too, and in the report', () => {
  const on = market();
  on.run(55);
  for (let i = 0; i < 5; i++) on.change(Number((WALL - i / 50).toFixed(2)), 9 + i);
  on.run(5);
  const { book } = readingOf(on).symbol.book;
  // Mid 100.005: (100.005 − 99.7) / 100.005 = 30.498 bps, and (100.4 − 100.005) / 100.005 = 39.498 bps, rounded down.
  Object.assign(book.known, { from: 99.7, to: 100.4 });
  const reach = 'Walls and vacuums are known up to 30.4 bps below and 39.4 bps above the mid.';
  const answer = on.walls();
  expect(answer.walls?.length).toBeGreaterThan(2);
  expect(answer.caveats).toContain(reach);
  expect(makeReport(readingOf(on)).caveats).toContain(reach);
  const short = conciseLiquidity(answer);
  expect(short.caveats).toContain(reach);
  expect(short.caveats.join(' ')).toContain(`${(answer.walls?.length ?? 0) - 2} walls`);
  // A side that is known to its end has no limit.
  Object.assign(book.known, { from: null });
  expect(on.walls().caveats).toContain('Walls and vacuums are known up to 39.4 bps above the mid.');
  Object.assign(book.known, { to: null });
  expect(on.walls().caveats.join(' ')).not.toContain('known up to');
});

test('after our clock was set back, no wall stands since a later time, and its age is unknown', () => {
  const on = market();
  on.change(WALL, 9);
  on.run(5);
  on.setClock(-30);
  const expectUnknown = (reason: string | RegExp) => {
    const { walls, absent } = on.walls();
    expect(walls).toMatchObject([{ price: WALL, since: null, age_sec: null }]);
    for (const name of ['age_sec', 'since'])
      expect(absent.find(({ field }) => field === `walls[0].${name}`)?.reason).toMatch(reason);
  };
  expectUnknown('it is not watched yet');
  on.wait(0.1);
  const watched = toRfc3339(on.now()).slice(0, 19);
  expectUnknown(`it stood before it was watched, ${watched}Z`);
  on.run(20, 30);
  expectUnknown(`it stood before it was watched, ${watched}Z`);
  on.change(99.79, 9, 30);
  const since = toRfc3339(on.now());
  on.run(5, 30);
  expect(on.walls().walls).toMatchObject([
    { price: WALL, since: null },
    { price: 99.79, since, age_sec: 5 },
  ]);
});

test('after our clock was set back by less than a second, no wall stands since a later time', () => {
  const on = market();
  on.run(55);
  on.change(WALL, 9);
  on.setClock(-0.4);
  on.wait(0.1);
  expect(on.walls().walls).toMatchObject([{ price: WALL, since: toRfc3339(on.now()), age_sec: 0 }]);
  expect(makeChanges(readingOf(on), 1).walls).toMatchObject([{ change: 'now_a_wall', since: toRfc3339(on.now()) }]);
});
