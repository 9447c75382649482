import { describe, expect, test } from 'vitest';
import { readBusMessage } from '../../core/bus-message.ts';
import { instrumentId, type StreamKind, type Venue } from '../../core/index.ts';
import { createOutgoing } from '../../runtime/bus/index.ts';
import { binanceSpot } from '../../venues/binance-spot/index.ts';
import { makeDataHealth, overallHealth } from './data-health.ts';
import { marketRow } from './market-row.ts';
import { readMarket, type Reading } from './reading.ts';
import { makeReport } from './report.ts';
import { makeBook, makeFlow, makeTrades } from './small-answers.ts';
import { BOOK_A, stage, SYMBOL, VENUE, type Stage } from './testing/stage.ts';

/** Binance with fewer streams on its card; the wire format is the same. */
const having = (...kinds: readonly StreamKind[]): Venue => ({
  ...binanceSpot,
  card: { ...binanceSpot.card, streams: binanceSpot.card.streams.filter(({ kind }) => kinds.includes(kind)) },
});

function readingOf({ engine, now }: Stage): Reading {
  const reading = readMarket(engine, instrumentId(VENUE, SYMBOL), now());
  if (reading === null) throw new Error('not followed');
  return reading;
}

function running(...kinds: readonly StreamKind[]): Stage {
  const on = stage({ venue: having(...kinds) });
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  on.trade(1, 100.1, 0.5, 'buy');
  on.wait(0.3);
  return on;
}

describe('a venue with book and trades, and no ticker', () => {
  test('has a report that is synced, of a true age, and says why the figures of 24 hours are absent', () => {
    const on = running('book', 'trade');
    const report = makeReport(readingOf(on));
    expect(report).toMatchObject({ state: 'synced', age_ms: 300, data_age_ms: 300, last_price: 100.1, change_24h_pct: null });
    expect(report.ingestion).toEqual({ status: 'ok', fresh: true });
    expect(report.inputs.map(({ stream }) => stream)).toEqual(['book', 'trade']);
    expect(report.absent.find(({ field }) => field === 'volume_24h')?.reason).toBe('this market has no ticker stream');
  });

  test('is healthy: what it does not have is no stream of it', () => {
    const on = running('book', 'trade');
    expect(makeDataHealth(on.engine, on.now(), null, {}).streams.map(({ stream }) => stream)).toEqual(['book', 'trade']);
    expect(overallHealth(on.engine, on.now(), null)).toEqual({ status: 'ok', reasons: [] });
    expect(marketRow(readingOf(on)).state).toBe('synced');
  });

  test('takes no message of a stream that it does not have', () => {
    const on = running('book', 'trade');
    on.wait(0.5);
    on.ticker();
    on.quote(100, 100.2);
    expect(makeReport(readingOf(on))).toMatchObject({ data_age_ms: 800, high_24h: null });
    expect(on.engine.state.feeds.get(VENUE)?.quarantined).toBe(0);
  });

  test('publishes the streams that it has, and a reader uses them', () => {
    const on = running('book', 'trade');
    const feed = on.engine.state.feeds.get(VENUE);
    if (feed === undefined) throw new Error('no feed');
    const outgoing = createOutgoing({ venue: VENUE, source: 'recorded', settings: {} });
    const bodies = outgoing.after(feed, { kind: 'tick', venue: VENUE, at: on.now() }, [], null).map(({ body }) => body);
    const bus = { epoch: 1, n: 1, rest: 0, offset_us: null, log: null };
    const read = bodies.map((body) => readBusMessage(JSON.stringify({ ...body, bus })));
    expect(read.every(({ ok }) => ok)).toBe(true);
    const heartbeat = bodies.find(({ type }) => type === 'heartbeat');
    expect(heartbeat).toMatchObject({ payload: { streams: { book: { state: 'synced' }, trade: { state: 'synced' } } } });
    expect(heartbeat).not.toHaveProperty('payload.streams.ticker');
  });
});

describe('a market without one of the streams that an answer rests on', () => {
  test('has no trades to show, and says so', () => {
    const on = stage({ venue: having('book') });
    on.snapshot(10, BOOK_A);
    on.depth(11, 11);
    on.wait(0.2);
    expect(makeTrades(readingOf(on), 5, undefined)).toMatchObject({
      state: 'down',
      age_ms: null,
      trades: [],
      inputs: [],
      caveats: expect.arrayContaining(['No trade stream: this market has none.']),
    });
    const flow = makeFlow(readingOf(on), [30]);
    expect(flow).toMatchObject({ state: 'synced', orders_per_sec: null, net_flow_30s: null });
    expect(flow.absent.find(({ field }) => field === 'orders_per_sec')?.reason).toBe('this market has no trade stream');
  });

  test('has no book: its trades go on, and its state is theirs', () => {
    const on = running('trade');
    expect(makeBook(readingOf(on), 5).absent[0]?.reason).toBe('this market has no book stream');
    expect(makeReport(readingOf(on))).toMatchObject({ state: 'synced', last_price: 100.1, mid_price: null, depth: null });
    expect(marketRow(readingOf(on)).state).toBe('synced');
    expect(overallHealth(on.engine, on.now(), null)).toEqual({ status: 'ok', reasons: [] });
  });
});
