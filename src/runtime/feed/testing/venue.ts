import {
  isRecord,
  ok,
  refuse,
  tradeRule,
  type Decoded,
  type Instrument,
  type Levels,
  type Result,
  type Venue,
} from '../../../core/index.ts';

/** Levels from a flat list: price, size, price, size … */
export const levels = (...flat: readonly number[]): Levels => new Float64Array(flat);

export const instrument = (symbol: string): Instrument => ({
  id: `test:${symbol}`,
  venue: 'test',
  symbol,
  kind: 'spot',
  base: symbol,
  quote: 'USD',
  priceScale: 2,
  sizeScale: 3,
  tick: 0.01,
  lot: 0.001,
  status: 'trading',
  scaleFrom: 'definition',
  contract: null,
});

const revive = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && '$levels' in value ? new Float64Array(value.$levels as number[]) : value;

/** Frames and answers of the test venue: the decoded form as JSON, with levels tagged. */
export const wire = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (item instanceof Float64Array ? { $levels: [...item] } : item));

function read(text: string): unknown {
  try {
    return JSON.parse(text, revive);
  } catch {
    return null;
  }
}

/** Bucket and decoder of a question whose answers are of one kind. */
const answered = (kind: string) =>
  ({
    bucket: 'public',
    decode<A>(_input: object, body: string): Result<A> {
      const value = read(body);
      return isRecord(value) && value['kind'] === kind ? ok(value as A) : refuse('bad_json', body.slice(0, 20));
    },
  }) as const;

/** A venue with update ids and REST snapshots, whose wire format is the decoded form itself. */
export const testVenue = {
  card: {
    id: 'test',
    version: 1,
    name: 'Test',
    briefName: 'TEST',
    streams: [{ kind: 'book' }, { kind: 'trade' }, { kind: 'ticker' }, { kind: 'quote' }],
    hosts: { ws: { env: 'TEST_WS', urls: [] }, rest: { env: 'TEST_REST', urls: [] } },
    restLimits: { public: [{ counts: 'weight', most: 100, everyMs: 60_000, share: 1 }] },
    keptHeaders: ['used'],
    connectsPerMinute: 60,
    documents: [],
  },
  nativeSymbol: (text) => text,
  connect: {
    plan: (subscriptions, host) => [
      {
        url: `${host}/ws`,
        headers: {},
        subscriptions,
        onOpen: [],
        ping: { everyMs: 15_000, text: null },
        idleMs: 30_000,
        maxAgeMs: null,
        sends: { framesPerSecond: null, subscriptionsPerHour: null },
      },
    ],
    resync: (symbol) => [`resync ${symbol}`],
    unsubscribe: (symbol) => [`unsubscribe ${symbol}`],
  },
  decode(frame) {
    const value = read(frame);
    return Array.isArray(value) ? (value as Decoded[]) : [{ kind: 'refused', reason: 'bad_json', detail: frame.slice(0, 20) }];
  },
  book: {
    levels: 'absolute',
    domain: 'symbol',
    snapshot: 'rest',
    depth: 1_000,
    truncates: false,
    proof: 'sequence',
    bridge(snapshotLast, { first, last }) {
      if (snapshotLast === null || first === null || last === null) return 'gap';
      if (last <= snapshotLast) return 'old';
      return first <= snapshotLast + 1 ? 'next' : 'gap';
    },
    next(held, { first, last }) {
      if (held === null || first === null || last === null) return 'gap';
      if (last <= held) return 'old';
      return first === held + 1 ? 'next' : 'gap';
    },
    checksum: () => null,
  },
  trades: tradeRule('contiguous', 'by_id'),
  rest: {
    probe: () => '/ping',
    classify(status, headers) {
      if (status === 200) return { kind: 'ok' };
      if (status === 451) return { kind: 'blocked', why: 'status 451' };
      if (status === 404) return { kind: 'unknown_symbol' };
      if (status !== 429 && status !== 418) return { kind: 'failed', why: `status ${status}` };
      const after = headers['retry-after'];
      return { kind: status === 429 ? 'throttled' : 'banned', retryAfterMs: after === undefined ? null : Number(after) * 1_000 };
    },
    usedWeight: (headers) => (headers['used'] === undefined ? null : { bucket: 'public', weight: Number(headers['used']) }),
  },
  questions: {
    instruments: {
      ...answered('instruments'),
      id: 'instruments',
      weight: 10,
      request: ({ symbols }) => ({ path: `/instruments/${symbols.join('+')}` }),
    },
    snapshot: {
      ...answered('book_snapshot'),
      id: 'snapshot',
      weight: 10,
      request: ({ symbol }) => ({ path: `/book/${symbol}` }),
    },
    trades: {
      ...answered('trades'),
      id: 'trades',
      weight: 5,
      request: ({ symbol, before }) => ({ path: `/trades/${symbol}/${before?.id ?? 'newest'}` }),
    },
  },
} satisfies Venue;
