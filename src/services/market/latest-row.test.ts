import { beforeAll, describe, expect, test } from 'vitest';
import { withoutProof } from '../../core/answer-fields.ts';
import { US_PER_SECOND, type CodedError, type Decoded } from '../../core/index.ts';
import type { Input } from '../../runtime/feed/index.ts';
import { funding, mark, markingAll } from '../../runtime/feed/testing/numbers-as-received.ts';
import { instrument, wire } from '../../runtime/feed/testing/venue.ts';
import { latestAnswer } from './answers/latest.ts';
import { marketsAnswer } from './answers/markets.ts';
import type { MarketService } from './answers.ts';
import { createEngine, type Engine } from './engine.ts';
import { makeRowLatest } from './latest.ts';
import { readLatestRow } from './latest-row.ts';
import { createMarketService } from './service.ts';
import { partsOf, stateText } from './testing/engine-state.ts';
import { SETTINGS } from './testing/stage.ts';

const START = 1_800_000_000_000_000;
/** Connection of the channel over all instruments. */
const ALL = 2;

const fresh = (): Engine => createEngine({ venues: new Map([['test', markingAll()]]), source: 'recorded', settings: SETTINGS });

/** A log: definitions, then a frame of all instruments with each tick of half a second. */
function inputs(frames: readonly (readonly Decoded[])[]): Input[] {
  const base = (at: number) => ({ venue: 'test', at }) as const;
  const settings = {
    symbols: ['AAA'],
    streams: ['mark', 'funding'],
    wsHosts: ['ws://one'],
    restHosts: ['http://one'],
    seed: 1,
  } as const;
  const call = {
    question: 'instruments',
    input: { symbols: ['AAA'] },
    symbol: null,
    path: '/instruments/AAA',
    bucket: 'all',
    weight: 10,
  };
  const body = wire({ kind: 'instruments', instruments: [instrument('AAA')] });
  return [
    {
      kind: 'start',
      ...base(START),
      settings: { ...settings, backfillMinutes: 0, auditSeconds: 0, recorded: false, latest: true },
    },
    { kind: 'rest', request: 1, call, status: 200, headers: {}, body, ...base(START) },
    { kind: 'open', conn: 1, ...base(START) },
    { kind: 'open', conn: ALL, ...base(START) },
    ...frames.flatMap((items, i): Input[] => [
      { kind: 'frame', conn: ALL, text: wire(items), ...base(START + (i * US_PER_SECOND) / 2) },
      { kind: 'tick', ...base(START + ((i + 1) * US_PER_SECOND) / 2) },
    ]),
  ];
}

function run(list: readonly Input[], engine = fresh(), from = 0): Engine {
  list.forEach((input, i) => i >= from && engine.apply(input, { session: 1, seq: i + 1 }));
  return engine;
}

const serviceOf = (engine: Engine): MarketService =>
  createMarketService({ engine, clock: { now: () => engine.state.now, after: () => () => {} }, rawLog: null, syncWaitMs: 0 });
const at = (seconds: number) => START + seconds * US_PER_SECOND;
const pair = (symbol: string, price: number, tsEvent: number): Decoded[] => [
  mark({ symbol, markPrice: price, tsEvent }),
  funding({ symbol, tsEvent, rate: price / 1e6 }),
];
const read = (engine: Engine, symbol: string) => {
  const reading = readLatestRow(engine, 'test', symbol, engine.state.now);
  if (reading === null) throw new Error(`no row of ${symbol}`);
  return makeRowLatest(reading);
};
const refusalOf = (call: Promise<unknown>): Promise<CodedError> =>
  call.then(
    () => Promise.reject(new Error('it was answered')),
    (error: unknown) => error as CodedError,
  );

describe('the newest values of a market that is not followed', () => {
  const engine = run(inputs([pair('SOL-PERP', 150, at(-0.1)), [], pair('SOL-PERP', 151, at(0.9)), []]));

  test('are those of its venue, with their times, ages and streams', () => {
    const answer = read(engine, 'SOL-PERP');
    expect(latestAnswer.parse(withoutProof(answer))).toEqual(withoutProof(answer));
    expect(answer).toMatchObject({
      tier: 'latest',
      symbol: 'SOL-PERP',
      venue: 'test',
      state: 'synced',
      age_ms: 1_100,
      mark: {
        mark_price: 151,
        index_price: 100.5,
        next_funding_rate: -0.000_1,
        venue_time: '2027-01-15T08:00:00.900Z',
        age_ms: 1_100,
        state: 'synced',
      },
      funding: [{ status: 'predicted', rate: 0.000_151, age_ms: 1_100 }],
      open_interest: null,
      candle: null,
      liquidation: null,
      coverage: { from: '2027-01-15T08:00:00.900Z', to: '2027-01-15T08:00:00.900Z', complete: true },
      inputs: [
        { instrument: 'test:SOL-PERP', stream: 'mark', state: 'synced', age_ms: 1_100, seq: null },
        { instrument: 'test:SOL-PERP', stream: 'funding', state: 'synced', age_ms: 1_100, seq: null },
      ],
    });
    expect(answer.grounds).not.toBeNull();
    expect(answer.caveats).toContain(
      'SOL-PERP is not followed: only its newest values are kept. follow_market brings its book, trades and candles.',
    );
    expect(answer.absent).toContainEqual({
      field: 'open_interest',
      reason: 'no open_interest comes of a market that is not followed',
      ready_at: null,
    });
  });

  test('are found in any spelling, and a followed market comes before them', async () => {
    const service = serviceOf(engine);
    for (const symbol of ['SOL-PERP', 'sol-perp', 'solperp', 'test:SOLPERP'])
      expect(await service.getLatest({ symbol, prints: 5 })).toMatchObject({ tier: 'latest', mark: { mark_price: 151 } });
    // Its own connection has sent nothing, and what the channel says of it does not count.
    expect((await refusalOf(service.getLatest({ symbol: 'AAA', prints: 5 }))).publicName).toBe('backend_unavailable');
  });

  test('are all that there is: every other operation is refused, and says where to go', async () => {
    const service = serviceOf(engine);
    const symbol = 'sol-perp';
    for (const call of [
      service.getReport({ symbol }),
      service.getBook({ symbol, depth: 5 }),
      service.getTrades({ symbol, limit: 5 }),
      service.getDataHealth({ symbol }),
      service.getAnomalies({ symbol, minSeverity: 'low', limit: 5 }),
    ]) {
      const { publicName, advice } = await refusalOf(call);
      expect(publicName).toBe('symbol_not_indexed');
      expect(advice).toContain('get_latest shows them, and follow_market brings its book, trades and candles');
    }
  });

  test('give near names for a mistyped symbol', async () => {
    const { message, advice } = await refusalOf(serviceOf(engine).getReport({ symbol: 'SOL-PRP' }));
    expect(message).toBe('SOL-PRP is not followed on test.');
    expect(advice).toMatch(/^Did you mean SOL-PERP\? Available symbols: AAA\./);
  });
});

test('a market that its channel leaves out ages, and the answer says that others came meanwhile', () => {
  const others = Array.from({ length: 40 }, (_, i) => pair('LIVE', i + 1, at((i + 1) / 2)));
  const gone = read(run(inputs([pair('GONE', 5, at(0)), ...others])), 'GONE');
  expect(gone).toMatchObject({
    state: 'stale',
    mark: { mark_price: 5, state: 'stale', age_ms: 20_500 },
    coverage: { complete: false },
  });
  expect(gone.caveats).toContain(
    'No newer mark of it since 2027-01-15T08:00:00.000Z, while other markets came: its values may be unchanged, or it may have ended.',
  );
  const live = read(run(inputs([pair('GONE', 5, at(0)), ...others])), 'LIVE');
  expect(live.caveats.join(' ')).not.toContain('No newer');
});

test('followed, it is answered with the value that moved, before anything arrives over its own connection', async () => {
  const engine = run(inputs([pair('BBB', 5, at(0))]));
  const request = { question: 'instruments', input: { symbols: ['BBB'] }, symbol: 'BBB', path: '/instruments/BBB' } as const;
  const base = { venue: 'test', at: at(1) } as const;
  engine.apply({ kind: 'follow', symbol: 'BBB', ...base }, { session: 1, seq: 100 });
  const body = wire({ kind: 'instruments', instruments: [instrument('BBB')] });
  const call = { ...request, bucket: 'all', weight: 10 };
  engine.apply({ kind: 'rest', request: 2, call, status: 200, headers: {}, body, ...base }, { session: 1, seq: 101 });
  engine.apply({ kind: 'tick', venue: 'test', at: at(3) }, { session: 1, seq: 102 });
  expect(await serviceOf(engine).getLatest({ symbol: 'BBB', prints: 5 })).toMatchObject({
    tier: 'followed',
    state: 'connecting',
    age_ms: 3_000,
    mark: { mark_price: 5, venue_time: '2027-01-15T08:00:00.000Z', age_ms: 3_000, state: 'connecting' },
    funding: [{ rate: 0.000_005, age_ms: 3_000 }],
    coverage: { complete: false },
  });
});

test('a refused newer message makes the older value doubtful; a lost connection makes all of them so', async () => {
  const list = inputs([pair('BBB', 5, at(0)), [mark({ symbol: 'BBB', markPrice: 0, tsEvent: at(0.5) })]]);
  const engine = run(list);
  expect(read(engine, 'BBB')).toMatchObject({
    state: 'gap',
    mark: { mark_price: 5, state: 'gap' },
    funding: [{ state: 'synced' }],
    coverage: { complete: false },
  });
  engine.apply({ kind: 'close', venue: 'test', at: at(1), conn: ALL, code: 1006, reason: 'gone', status: null }, null);
  expect(read(engine, 'BBB')).toMatchObject({ state: 'down', mark: { state: 'down' }, funding: [{ state: 'down' }] });
  const [health] = (await serviceOf(engine).getDataHealth({})).venues;
  expect(health).toMatchObject({ status: 'down' });
  expect(health?.notes).toContain('the mark of markets that are not followed is down: closed: 1006 gone');
});

describe('the list', () => {
  const names = ['__proto__', 'constructor', ...Array.from({ length: 98 }, (_, i) => `N${String(i).padStart(2, '0')}-USD`)];
  let service: MarketService;
  beforeAll(() => void (service = serviceOf(run(inputs([names.flatMap((name) => pair(name, 5, at(0)))])))));
  const symbols = async (query: Parameters<MarketService['listMarkets']>[0]) =>
    (await service.listMarkets(query)).markets.map(({ symbol }) => symbol);

  test('has only the followed markets unless the tier is named, and counts both', async () => {
    const answer = await service.listMarkets({});
    expect(answer).toMatchObject({ markets: [{ symbol: 'AAA', tier: 'followed' }], followed: 1, latest: 100 });
    expect(answer.next_after).toBeNull();
  });

  test('pages through all of the tier latest, each once, in order', async () => {
    const found: string[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < 10; pages++) {
      const answer = await service.listMarkets({ tier: 'latest', limit: 30, ...(after === undefined ? {} : { after }) });
      expect(marketsAnswer.parse(withoutProof(answer))).toEqual(withoutProof(answer));
      found.push(...answer.markets.map(({ symbol }) => symbol));
      if (answer.next_after === null) break;
      after = answer.next_after;
    }
    expect(found).toEqual(names.toSorted());
  });

  test('filters by a part of the symbol, in any spelling, and by the venue', async () => {
    expect(await symbols({ tier: 'latest', search: 'n07usd' })).toEqual(['N07-USD']);
    expect(await symbols({ tier: 'latest', search: '__' })).toEqual(['__proto__']);
    expect(await symbols({ tier: 'latest', search: '-' })).toHaveLength(40);
    expect(await symbols({ tier: 'latest', search: 'nothing' })).toEqual([]);
    expect(await symbols({ tier: 'latest', venue: 'other' })).toEqual([]);
    expect(await symbols({ search: 'aa' })).toEqual(['AAA']);
    expect(await symbols({ search: 'bb' })).toEqual([]);
  });

  test('says of each its state and age, and why it has no price and no definition', async () => {
    const { markets, absent } = await service.listMarkets({ tier: 'latest', search: 'N07' });
    expect(markets).toMatchObject([{ state: 'synced', data_age_ms: 500, last_price: null, kind: null, tick: null }]);
    expect(absent).toMatchObject([
      { field: 'markets', reason: expect.stringContaining('get_latest shows its values') as string },
    ]);
  });
});

test('any checkpoint restores the rows, and the log replayed from it ends in the same state to the byte', () => {
  const frames = Array.from({ length: 6 }, (_, i) =>
    Array.from({ length: 90 * (i + 1) }, (_x, n) => pair(`M${n}`, n + i + 1, at(i / 2))).flat(),
  );
  const list = inputs(frames);
  const end = stateText(run(list));
  for (let cut = 4; cut < list.length; cut += 4) {
    const before = run(list.slice(0, cut));
    const after = fresh();
    after.load(partsOf(before));
    expect(stateText(after)).toBe(stateText(before));
    expect(stateText(run(list, after, cut))).toBe(end);
  }
});

test('four thousand rows are many small parts of a checkpoint, and a part that is missing is an error', () => {
  const engine = run(inputs([Array.from({ length: 4_000 }, (_, n) => pair(`OPTION-${n}-27MAR26-C`, n + 1, at(0))).flat()]));
  const parts = partsOf(engine);
  const rows = parts.filter(({ name }) => name.startsWith('latest '));
  expect(rows).toHaveLength(16);
  for (const { bytes } of rows) expect(bytes.length).toBeLessThan(100_000);
  expect(() => fresh().load(parts.filter(({ name }) => name !== 'latest test:7'))).toThrow(
    expect.objectContaining({ code: 'TF_LOG_UNPLAYABLE' }) as Error,
  );
});
