import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readBusMessage } from '../../core/bus-message.ts';
import { withoutProof } from '../../core/answer-fields.ts';
import { DATA_KINDS, dataRow, type Decoded, type StreamKind, type Venue } from '../../core/index.ts';
import { createOutgoing } from '../../runtime/bus/outgoing.ts';
import type { Input } from '../../runtime/feed/index.ts';
import { funding, havingStreams, liquidation, mark } from '../../runtime/feed/testing/numbers-as-received.ts';
import { instrument, wire } from '../../runtime/feed/testing/venue.ts';
import { binanceUsdm } from '../../venues/binance-usdm/index.ts';
import { latestAnswer } from './answers/latest.ts';
import { createMirror } from './bus/mirror.ts';
import { createEngine, type Engine } from './engine.ts';
import { makeLatest } from './latest.ts';
import { readMarket } from './reading.ts';
import type { MarketSource } from './source.ts';
import { partsOf, stateText } from './testing/engine-state.ts';
import { SETTINGS } from './testing/stage.ts';

const START = 1_800_000_000_000_000;
const SECOND = 1_000_000;
const ID = 'test:AAA';
const SHOWN = DATA_KINDS.filter((kind) => dataRow(kind).shownBy === undefined);
const KINDS: readonly StreamKind[] = ['trade', ...SHOWN];
/** Kinds of message in the frames below. */
const SENT: readonly StreamKind[] = ['mark', 'funding', 'open_interest', 'liquidation'];
const venue = havingStreams(...KINDS.map((kind) => ({ kind })));

/** The logged feed of one symbol: its definitions, then two frames per second with ticks between them. */
function inputs(frames: readonly (readonly Decoded[])[], streams = KINDS): Input[] {
  let at = START;
  const base = () => ({ venue: 'test', at });
  const settings = { symbols: ['AAA'], streams, wsHosts: ['ws://one'], restHosts: ['http://one'], seed: 1, backfillMinutes: 0 };
  const call = {
    question: 'instruments',
    input: { symbols: ['AAA'] },
    symbol: null,
    path: '/instruments/AAA',
    bucket: 'all',
    weight: 10,
  };
  const body = wire({ kind: 'instruments', instruments: [{ ...instrument('AAA'), kind: 'perp' }] });
  const list: Input[] = [
    { kind: 'start', ...base(), settings: { ...settings, auditSeconds: 0, recorded: false } },
    { kind: 'rest', request: 1, call, status: 200, headers: {}, body, ...base() },
    { kind: 'open', conn: 1, ...base() },
  ];
  for (const items of [[{ kind: 'heartbeat' }] as const, ...frames]) {
    list.push({ kind: 'frame', conn: 1, text: wire(items), ...base() });
    at += SECOND / 2;
    list.push({ kind: 'tick', ...base() });
  }
  return list;
}

const at = (seconds: number) => START + seconds * SECOND;
const FRAMES: readonly (readonly Decoded[])[] = [
  [mark({ tsEvent: at(0.4) }), funding({ tsEvent: at(0.4) })],
  [liquidation({ tsEvent: at(0.9) }), liquidation({ tsEvent: at(0.9), side: 'short', averagePrice: null })],
  [
    mark({ tsEvent: at(1.4), markPrice: 101, indexPrice: null, nextFundingTime: null }),
    funding({ status: 'settled', rate: -0.01 }),
  ],
  [{ kind: 'open_interest', symbol: 'AAA', tsEvent: null, openInterest: 12.5, unit: 'contracts', openInterestValue: null }],
  [liquidation({ tsEvent: at(2.4), size: 7 })],
];

function engineOf(source: Venue = venue): Engine {
  return createEngine({ venues: new Map([['test', source]]), source: 'recorded', settings: SETTINGS });
}
function run(engine: Engine, list: readonly Input[], from = 0): Engine {
  list.forEach((input, i) => i >= from && engine.apply(input, { session: 1, seq: i + 1 }));
  return engine;
}
function latestOf(engine: MarketSource, prints = 10) {
  const reading = readMarket(engine, ID, engine.state.now);
  if (reading === null) throw new Error('not followed');
  return makeLatest(reading, prints);
}

describe('the newest values', () => {
  test('come as received, with their age and time; of prints the newest first, up to the number asked for', () => {
    const answer = latestOf(run(engineOf(), inputs(FRAMES)), 2);
    expect(latestAnswer.parse(withoutProof(answer))).toEqual(withoutProof(answer));
    expect(answer).toMatchObject({
      state: 'syncing',
      base_asset: 'AAA',
      mark: {
        mark_price: 101,
        index_price: null,
        next_funding_rate: -0.000_1,
        next_funding_time: null,
        venue_time: '2027-01-15T08:00:01.400Z',
        age_ms: 1_600,
        state: 'synced',
      },
      funding: [
        { status: 'predicted', rate: 0.000_2, interval_hours: 8, funding_time: '2027-01-15T09:00:00.000Z' },
        { status: 'settled', rate: -0.01 },
      ],
      open_interest: { open_interest: 12.5, unit: 'contracts', open_interest_value: null, age_ms: 1_000 },
      liquidation: [
        { side: 'long', size: 7, age_ms: 600 },
        { side: 'short', price: 99, average_price: null },
      ],
      ...Object.fromEntries(SHOWN.filter((kind) => !SENT.includes(kind)).map((kind) => [kind, null])),
    });
    const reasons = Object.fromEntries(answer.absent.map(({ field, reason }) => [field, reason]));
    const nulls = [
      'mark.index_price',
      'mark.next_funding_time',
      'open_interest.open_interest_value',
      'liquidation[1].average_price',
    ];
    expect(reasons).toEqual({
      ...Object.fromEntries(nulls.map((field) => [field, `the venue's message has no ${field.split('.')[1] ?? ''}`])),
      ...Object.fromEntries(
        SHOWN.filter((kind) => !SENT.includes(kind)).map((kind) => [kind, `${dataRow(kind).subject} syncing: subscribed`]),
      ),
    });
  });

  test('an interval that the venue does not send is null, with the tool that has it', () => {
    const source = { ...venue, callerQuestions: binanceUsdm.callerQuestions ?? {} };
    const answer = latestOf(run(engineOf(source), inputs([[funding({ intervalHours: null })]])));
    expect(answer.absent.find(({ field }) => field === 'funding[0].interval_hours')?.reason).toBe(
      "the venue's message has no interval_hours; get_funding_history has that of past settlements",
    );
  });

  test('have the age of their stream among the inputs', () => {
    const { inputs: streams, mark: newest, open_interest: interest } = latestOf(run(engineOf(), inputs(FRAMES)));
    const ageOf = (kind: string) => streams.find(({ stream }) => stream === kind)?.age_ms;
    expect(newest).toMatchObject({ age_ms: ageOf('mark') });
    expect(interest).toMatchObject({ age_ms: ageOf('open_interest') });
  });

  test('a market without them says so of each, and rests on the streams that it has', () => {
    const answer = latestOf(run(engineOf(havingStreams({ kind: 'trade' })), inputs([], ['trade'])));
    expect(answer.inputs.map(({ stream }) => stream)).toEqual(['trade']);
    expect(answer.absent.map(({ field, reason }) => [field, reason])).toEqual([
      ['coverage', 'no value has been received'],
      ...SHOWN.map((kind) => [kind, `this market has no ${kind} stream`]),
    ]);
    expect(answer.caveats.join(' ')).toContain('state, age and inputs are those of its other streams');
  });

  test('no liquidation yet is news once what carries them is understood; before it is an absence', () => {
    expect(latestOf(run(engineOf(), inputs([])))).toMatchObject({ liquidation: [], mark: null });
    const early = inputs([]).slice(0, 3);
    expect(latestOf(run(engineOf(), early)).absent.map(({ field }) => field)).toContain('liquidation');
  });

  test('every kind that no other operation shows is in the schema', () => {
    const shape = Object.keys(z.toJSONSchema(latestAnswer).properties ?? {});
    expect(DATA_KINDS.filter((kind) => !shape.includes(kind))).toEqual(['ticker', 'quote']);
  });
});

/** Mark prices and liquidations on one connection, open interest on another. */
const split: Venue = {
  ...havingStreams({ kind: 'mark' }, { kind: 'liquidation' }, { kind: 'open_interest' }),
  connect: {
    ...venue.connect,
    plan: (wanted, host) => [
      ...venue.connect.plan(
        wanted.filter(({ stream }) => stream !== 'open_interest'),
        host,
      ),
      ...venue.connect.plan(
        wanted.filter(({ stream }) => stream === 'open_interest'),
        host,
      ),
    ],
  },
};
const interest = (value: number): Decoded => ({
  kind: 'open_interest',
  symbol: 'AAA',
  tsEvent: null,
  openInterest: value,
  unit: 'contracts',
  openInterestValue: null,
});

describe('coverage', () => {
  /** The second connection sends each half second; the first may fall silent after its first frame. */
  function silenced(halfSeconds: number, isSilent: boolean) {
    const [start, definitions, opened] = inputs([], ['mark', 'liquidation', 'open_interest']) as [Input, Input, Input];
    const list: Input[] = [start, definitions, opened, { kind: 'open', conn: 2, venue: 'test', at: START }];
    for (let i = 0; i <= halfSeconds; i++) {
      const base = { venue: 'test', at: START + (i * SECOND) / 2 } as const;
      if (i === 0 || !isSilent)
        list.push({ kind: 'frame', conn: 1, text: wire([mark({ tsEvent: base.at, markPrice: 100 + i })]), ...base });
      list.push({ kind: 'frame', conn: 2, text: wire([interest(10 + i)]), ...base }, { kind: 'tick', ...base });
    }
    return latestOf(run(engineOf(split), list));
  }

  test('is incomplete, with the reason, while the connection of some streams is silent', () => {
    const answer = silenced(12, true);
    expect(answer.inputs.map(({ stream, state }) => [stream, state])).toEqual([
      ['mark', 'synced'],
      ['open_interest', 'synced'],
      ['liquidation', 'synced'],
    ]);
    expect(answer.coverage.complete).toBe(false);
    expect(answer.caveats).toContain('Newer values of mark, liquidation may be missing: nothing has come for 6 s.');
  });

  test('is complete while each connection sends', () => {
    const answer = silenced(12, false);
    expect(answer.coverage.complete).toBe(true);
    expect(answer.caveats.filter((text) => text.includes('nothing has come'))).toEqual([]);
  });

  test('does not wait for more than two seconds of silence', () => {
    expect(silenced(4, true).coverage.complete).toBe(true);
    expect(silenced(5, true).coverage.complete).toBe(false);
  });
});

describe('a market of derivatives', () => {
  const list = inputs(FRAMES);
  const whole = run(engineOf(), list);

  test('replays to the byte, twice and from a checkpoint after each input', () => {
    expect(stateText(run(engineOf(), list))).toBe(stateText(whole));
    for (let from = 1; from < list.length; from++) {
      const before = run(engineOf(), list.slice(0, from));
      const restored = engineOf();
      restored.load(partsOf(before));
      expect(stateText(restored)).toBe(stateText(before));
      expect(stateText(run(restored, list, from))).toBe(stateText(whole));
    }
  });

  test('is the same to the byte at the other end of a bus', () => {
    const engine = engineOf();
    const mirror = createMirror({ venues: new Map([['test', venue]]), settings: SETTINGS });
    const outgoing = createOutgoing({ venue: 'test', source: 'recorded', settings: { ...SETTINGS } });
    let n = 0;
    let compared = 0;
    list.forEach((input, i) => {
      const log = { session: 1, seq: i + 1 };
      const effects = engine.apply(input, log);
      const feed = engine.state.feeds.get('test');
      const said = feed === undefined ? [] : outgoing.after(feed, input, effects, log);
      said.forEach(({ body, offset, skew = 0 }, j) => {
        const bus = { epoch: 1, n: ++n, rest: said.length - 1 - j, offset_us: offset, skew_us: skew, log };
        const read = readBusMessage(JSON.stringify({ ...body, bus }));
        if (!read.ok) throw new Error(read.error.detail);
        mirror.take(read.value);
      });
      if (input.kind !== 'tick') return;
      expect(JSON.stringify(latestOf(mirror))).toBe(JSON.stringify(latestOf(engine)));
      compared++;
    });
    expect(compared).toBe(6);
  });
});

test('of prints and of values side by side a bounded number is kept', () => {
  const many = Array.from({ length: 120 }, (_, i) => [
    liquidation({ size: i }),
    {
      kind: 'candle',
      symbol: 'AAA',
      tsEvent: null,
      interval: `${i + 1}m`,
      start: 0,
      open: 1,
      high: 1,
      low: 1,
      close: 1,
      volume: 1,
      unit: 'base',
      trades: null,
      closed: false,
    } as const,
  ]);
  const { received } = run(engineOf(), inputs(many)).state.markets.get(ID) ?? { received: null };
  expect(received?.prints.get('liquidation')).toHaveLength(50);
  expect(received?.latest.size).toBe(16);
});
