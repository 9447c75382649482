import { expect, test } from 'vitest';
import { fromEnvelope } from '../../core/from-envelope.ts';
import { envelopeSchema, toEnvelope } from '../../core/envelope.ts';
import { withoutProof } from '../../core/answer-fields.ts';
import { instrumentId, tradeRule, type MarketEvent, type Venue } from '../../core/index.ts';
import { binanceSpot } from '../../venues/binance-spot/index.ts';
import { tradesAnswer } from './answers/trades.ts';
import { createEngine } from './engine.ts';
import { readMarket, type Reading } from './reading.ts';
import { makeTrades } from './small-answers.ts';
import { newTape, addTrade } from './tape.ts';
import { olderCheckpoint, partsOf, stateText } from './testing/engine-state.ts';
import { SETTINGS, stage, SYMBOL, tradeEvent, VENUE, type Stage } from './testing/stage.ts';
import { whyNotCovered } from './trade-coverage.ts';
import { flowWindow } from './windows.ts';

const hash = (id: string): string => `0x${(Number(id) * 7_919).toString(16)}`;

const { trades: _pages, ...pageless } = binanceSpot.questions;

/** Binance with hashes as trade ids, so that trades can't be paged. */
const hashing: Venue = {
  ...binanceSpot,
  trades: tradeRule('opaque', null),
  decode: (frame) => binanceSpot.decode(frame).map((item) => (item.kind === 'trade' ? { ...item, id: hash(item.id) } : item)),
  questions: pageless,
};

function readingOf({ engine, now }: Stage): Reading {
  const reading = readMarket(engine, instrumentId(VENUE, SYMBOL), now());
  if (reading === null) throw new Error('not followed');
  return reading;
}

/** Trades a second apart; a message after the first forty is unreadable. */
function interrupted(after: number): Stage {
  const on = stage({ venue: hashing });
  for (let id = 1; id <= 40 + after; id++) {
    if (id === 41) on.trade(999, 100, 0, 'buy');
    on.wait(1);
    on.trade(id, 100, 1, 'buy');
  }
  return on;
}

test('a window is incomplete after an interruption, says why, and is whole again once all of it came since', () => {
  const soon = readingOf(interrupted(3));
  expect(flowWindow(soon, 30)).toMatchObject({ complete: false, net: null });
  expect(whyNotCovered(soon, 30)).toBe('trades may be missing after an interruption');
  expect(flowWindow(soon, 2)).toMatchObject({ complete: true, trades: 2, net: 2 });
  expect(flowWindow(readingOf(interrupted(35)), 30)).toMatchObject({ complete: true, trades: 30, net: 30 });
});

test("answers that rest on trades say that ids which prove nothing can't show a lost trade", () => {
  const says = (venue?: Venue) => {
    const on = venue === undefined ? stage() : stage({ venue });
    on.trade(1, 100, 1, 'buy');
    return makeTrades(readingOf(on), 1, undefined).caveats.some((caveat) =>
      caveat.startsWith("Trade ids of this venue can't show whether"),
    );
  };
  expect(says(hashing)).toBe(true);
  expect(says()).toBe(false);
});

test("trades have the venue's own ids beside their places, and pages go back by place over the interruption", () => {
  const reading = readingOf(interrupted(2));
  const first = makeTrades(reading, 3, undefined);
  expect(tradesAnswer.parse(withoutProof(first))).toEqual(withoutProof(first));
  expect(first.trades.map(({ venue_id }) => venue_id)).toEqual(['42', '41', '40'].map(hash));
  const next = makeTrades(reading, 2, first.next_before_id ?? undefined);
  expect(next.trades.map(({ venue_id }) => venue_id)).toEqual(['39', '38'].map(hash));
  expect(first.coverage.complete).toBe(false);
});

test('a trade of an unknown id goes over the bus with it, and comes back', () => {
  const event: MarketEvent = tradeEvent(17, 1_000_000, { id: '0xabc', seq: null });
  const envelope = toEnvelope(event, 'live');
  expect(envelopeSchema.parse(envelope)).toMatchObject({ payload: { trade_id: 17, venue_trade_id: '0xabc' } });
  expect(fromEnvelope(envelope)).toEqual(event);
  expect(toEnvelope(tradeEvent(17, 1_000_000), 'live')).not.toHaveProperty('payload.venue_trade_id');
});

test('a checkpoint keeps the ids, and continues with the same result', () => {
  const on = interrupted(3);
  const options = { venues: new Map([[VENUE, hashing]]), source: 'recorded', settings: SETTINGS } as const;
  const other = createEngine(options);
  other.load(partsOf(on.engine));
  expect(stateText(other)).toBe(stateText(on.engine));
  const reading = readMarket(other, instrumentId(VENUE, SYMBOL), on.now());
  expect(reading && makeTrades(reading, 1, undefined).trades[0]?.venue_id).toBe(hash('43'));
});

test('a checkpoint of a build that knew numbers for ids only is read', () => {
  const on = stage();
  for (const id of [5, 6]) on.trade(id, 100, 1, 'buy');
  const text = olderCheckpoint(on.engine);
  const older = text
    .replace(/"ordinals":/g, '"ids":')
    .replace(/"texts":\{"\$map":\[\]\},/g, '')
    .replace(/"first":5,"last":6,"oldestId":null,"newestId":null,"recent":.*?,"lastTs"/, '"firstId":5,"lastId":6,"lastTs"')
    .replace(/"counted":/, '"countedId":');
  expect(older).not.toBe(text);
  expect(older).toContain('"firstId":5,"lastId":6');
  const other = createEngine({ venues: new Map([[VENUE, binanceSpot]]), source: 'recorded', settings: SETTINGS });
  other.restoreText(older);
  expect(stateText(other)).toBe(stateText(on.engine));
});

test('ids that are forgotten with their trades take no room', () => {
  const tape = newTape();
  for (let id = 1; id <= 400_100; id++) addTrade(tape, tradeEvent(id, id, { id: `x${id}` }));
  expect([tape.length, tape.named]).toEqual([400_000, 400_000]);
  expect(tape.chunks.flatMap(({ ids }) => (Array.isArray(ids) ? ids : [])).length).toBeLessThan(402_100);
});

test('where candles are followed, the caveat says what they show', () => {
  const on = stage({ venue: hashing });
  on.trade(1, 100, 1, 'buy');
  const reading = readingOf(on);
  const { book, trade, ticker } = reading.symbol.streams;
  const streams = { ...(book && { book }), ...(trade && { trade, candle: trade }), ...(ticker && { ticker }) };
  const [caveat] = makeTrades({ ...reading, symbol: { ...reading.symbol, streams } }, 1, undefined).caveats.filter((text) =>
    text.startsWith("Trade ids of this venue can't show whether"),
  );
  expect(caveat).toContain('The volume of its one-minute candles is compared with the trades');
});
