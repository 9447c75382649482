import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { STREAM_KINDS, type Clock } from '../core/index.ts';
import type { Input } from '../runtime/feed/types.ts';
import { openRawLog } from '../runtime/raw-log/index.ts';
import { openRecording } from './index.ts';

const temporary = () => mkdtemp(join(tmpdir(), 'tallyfoil-recording-'));

async function put(files: Readonly<Record<string, string | Buffer>>): Promise<(name: string) => string> {
  const directory = await temporary();
  for (const [name, content] of Object.entries(files))
    await writeFile(join(directory, name), name.endsWith('.gz') && typeof content === 'string' ? gzipSync(content) : content);
  return (name) => join(directory, name);
}

async function read(path: string) {
  const recording = await openRecording(path);
  const inputs: Input[] = [];
  for await (const { input } of recording.inputs()) inputs.push(input);
  return { recording, inputs, kinds: inputs.map(({ kind }) => kind), said: inputs.map(sayings) };
}

const sayings = (input: Input): string => {
  if (input.kind === 'frame') return `${input.at} ${input.conn} ${input.text}`;
  if (input.kind === 'rest') return `${input.at} ${input.call.question} ${input.call.symbol} ${input.call.path} ${input.body}`;
  return `${input.at} ${input.kind}`;
};

const depth = (symbol: string, first: number, last: number, E = 1) =>
  `{"stream":"${symbol.toLowerCase()}@depth@100ms","data":{"e":"depthUpdate","E":${E},"s":"${symbol}","U":${first},"u":${last},"b":[],"a":[]}}`;
const book = (id: number) => `{"lastUpdateId":${id},"bids":[["1.0","2.0"]],"asks":[["1.1","2.0"]]}`;

describe('lines of receive time and JSON', () => {
  test('become frames and answers, after a start and an open', async () => {
    const path = await put({
      'a.gz': [
        `1723161253937085768 ${depth('BTCUSDT', 5, 7)}`,
        `1723161254206652067 ${book(6)}`,
        `1723161254206653999 ${depth('BTCUSDT', 8, 9)}`,
        '',
      ].join('\n'),
    });
    const { recording, inputs, said } = await read(path('a.gz'));
    expect(recording).toMatchObject({
      format: 'stamped-lines',
      venue: 'binance-spot',
      symbols: ['BTCUSDT'],
      notes: [],
      start: 1_723_161_253_937_085,
    });
    expect(inputs[0]).toMatchObject({
      kind: 'start',
      at: recording.start,
      settings: {
        recorded: true,
        symbols: ['BTCUSDT'],
        streams: STREAM_KINDS,
        seed: 1,
        wsHosts: [],
        restHosts: [],
      },
    });
    expect(said.slice(1)).toEqual([
      '1723161253937085 open',
      `1723161253937085 1 ${depth('BTCUSDT', 5, 7)}`,
      `1723161254206652 snapshot BTCUSDT /api/v3/depth?symbol=BTCUSDT&limit=5 ${book(6)}`,
      `1723161254206653 1 ${depth('BTCUSDT', 8, 9)}`,
    ]);
    expect(inputs.at(3)).toMatchObject({ request: null, status: 200, headers: {} });
  });

  test('of several symbols: a snapshot goes to the one whose update ids it fits, else it is left out and counted', async () => {
    const lines = [
      book(1_010),
      book(900_020),
      depth('AAA', 1_000, 1_005),
      depth('BBB', 900_000, 900_010),
      book(450_500),
      depth('AAA', 1_006, 1_011),
    ];
    const path = await put({
      a: lines.map((json, n) => `${1_723_161_253_000_000_000n + BigInt(n) * 1_000n} ${json}`).join('\r\n'),
    });
    const { recording, inputs } = await read(path('a'));
    expect(inputs.flatMap((input) => (input.kind === 'rest' ? [input.call.symbol] : []))).toEqual(['AAA', 'BBB']);
    expect(recording.notes).toEqual([expect.stringContaining('left out: 1 (first: line 5)')]);
  });

  test('junk is counted, time that goes back is held, and the next reading counts from 0', async () => {
    const path = await put({
      a: [
        `junk`,
        `1723161253000009000 ${depth('AAA', 1, 2)}`,
        `1723161253000001000 ${depth('AAA', 3, 4)}`,
        '12 {}',
        `1723161253000010000 {"cut":`,
      ].join('\n'),
    });
    const recording = await openRecording(path('a'));
    for (const round of [1, 2]) {
      const times: number[] = [];
      for await (const { input } of recording.inputs()) times.push(input.at);
      expect(times, `round ${round}`).toEqual(Array(4).fill(1_723_161_253_000_009));
      expect(recording.notes.join('\n')).toMatch(
        /no `<time> <json>`: 3 \(first: line 1: junk\)[^]*went back, set to the time before: 1 /,
      );
    }
  });

  test('a cut gzip gives what it has, and says so', async () => {
    const lines = Array.from(
      { length: 2_000 },
      (_, n) => `${1_723_161_253_000_000_000n + BigInt(n * n) * 1_000n} ${depth('AAA', n, n, n * 7919)}`,
    );
    const whole = gzipSync(lines.join('\n'));
    const path = await put({ 'a.gz': whole.subarray(0, whole.length >> 1) });
    const { recording, inputs } = await read(path('a.gz'));
    expect(inputs.length).toBeGreaterThan(500);
    expect(inputs.length).toBeLessThan(2_002);
    expect(recording.notes.join()).toContain('the gzip is cut');
    const frames = inputs.slice(2).map(sayings);
    expect(frames).toEqual(lines.slice(0, frames.length).map((line) => `${line.slice(0, 16)} 1 ${line.slice(20)}`));
  });

  test.each([
    '{"stream":"x","data":{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"pu":0,"b":[],"a":[]}}',
    '{"e":"bookTicker","u":1,"s":"BTCUSDT_260327","ps":"BTCUSDT","b":"1","B":"2","a":"3","A":"4"}',
    '{"stream":"x","data":{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"1","q":"2","X":"MARKET","m":true}}',
    '{"stream":"x","data":{"e":"markPriceUpdate","E":1,"s":"BTCUSDT","p":"1"}}',
  ])('of Binance USD-M are known by %s', async (json) => {
    const path = await put({ a: `1723161253000009000 ${json}` });
    expect(await openRecording(path('a'))).toMatchObject({ venue: 'binance-usdm' });
  });

  test.each([
    ['binance-coinm', '{"stream":"x","data":{"e":"depthUpdate","E":1,"s":"BTCUSD_PERP","U":1,"u":2,"pu":0,"b":[],"a":[]}}'],
    ['binance-coinm', '{"e":"bookTicker","u":1,"s":"BTCUSD_260327","ps":"BTCUSD","b":"1","B":"2","a":"3","A":"4"}'],
    ['hyperliquid', '{"channel":"l2Book","data":{"coin":"BTC","levels":[]}}'],
  ])('of %s are refused by name', async (venue, json) => {
    const path = await put({ a: `1723161253000009000 ${json}` });
    await expect(openRecording(path('a'))).rejects.toMatchObject({ code: 'TF_RECORDING_VENUE_UNSUPPORTED', facts: { venue } });
  });
});

describe('event arrays', () => {
  const diff = (first: number, last: number, E: number) => ({
    e: 'depthUpdate',
    E,
    s: 'ETHBTC',
    U: first,
    u: last,
    b: [['1', '2']],
    a: [],
  });
  const trade = (E: number) => ({ e: 'aggTrade', E, s: 'ETHBTC', a: E, p: '1', q: '2' });
  const asTrade = (E: number) => ({ e: 'trade', E, s: 'ETHBTC', p: '1', q: '2', t: E });
  const set = {
    'ETHBTC_x_update.json.gz': JSON.stringify([diff(1, 5, 100), diff(6, 9, 200), diff(10, 11, 300)]),
    'ETHBTC_x_snapshot.json.gz': book(7),
    'ETHBTC_x_trades.json': JSON.stringify([trade(150), trade(200), trade(250)]),
  };

  test.each(Object.keys(set))(
    'given %s, the set is found and merged by event time, the snapshot before the diff it bridges',
    async (name) => {
      const path = await put(set);
      const { recording, said } = await read(path(name));
      expect(recording).toMatchObject({ format: 'event-arrays', symbols: ['ETHBTC'], start: 100_000 });
      expect(recording.notes[0]).toContain('receive time was not recorded');
      expect(said.slice(2)).toEqual([
        `100000 1 ${JSON.stringify(diff(1, 5, 100))}`,
        `150000 1 ${JSON.stringify(asTrade(150))}`,
        `200000 snapshot ETHBTC /api/v3/depth?symbol=ETHBTC&limit=5 ${book(7)}`,
        `200000 1 ${JSON.stringify(diff(6, 9, 200))}`,
        `200000 1 ${JSON.stringify(asTrade(200))}`,
        `250000 1 ${JSON.stringify(asTrade(250))}`,
        `300000 1 ${JSON.stringify(diff(10, 11, 300))}`,
      ]);
    },
  );

  test('trades alone, cut in the middle of one, with one that has no time', async () => {
    const text = JSON.stringify([trade(150), { e: 'aggTrade', s: 'ETHBTC' }, trade(200), trade(250)]);
    const path = await put({ 'ETHBTC_x_trades.json': text.slice(0, -20) });
    const { recording, kinds } = await read(path('ETHBTC_x_trades.json'));
    expect(kinds).toEqual(['start', 'open', 'frame', 'frame']);
    expect(recording.notes.join('\n')).toMatch(
      /not a whole JSON array[^]*can't be read: 1[^]*without a time or a symbol, left out: 1/,
    );
  });

  test('with nothing that can be read', async () => {
    const path = await put({ 'A_update.json': '[]', 'B_update.json': '[{"e":' });
    for (const name of ['A_update.json', 'B_update.json'])
      await expect(openRecording(path(name))).rejects.toMatchObject({ code: 'TF_RECORDING_UNREADABLE' });
  });
});

describe('captures of cryptofeed', () => {
  const set = {
    'BINANCE.0': `https://api.binance.com/api/v3/exchangeInfo -> 1633998511.5: {"symbols":[]}\nconfiguration: {"l2_book":["A-B"]}\n`,
    'BINANCE.http.0.0.gz': `https://api.binance.com/api/v3/depth?symbol=AAABBB&limit=1000 -> 1633998512.250001: ${book(4)}\n\n`,
    'BINANCE.ws.1.0.gz': [
      'wss://stream.binance.com:9443/stream?streams=aaabbb@depth@100ms/cccddd@aggTrade <-> 1633998511.6',
      'wss://stream.binance.com:9443/stream <- 1633998511.7: {"method":"SUBSCRIBE"}',
      `1633998512.25: ${depth('AAABBB', 1, 4)}`,
      '?',
      'wss://stream.binance.com:9443/stream?streams=aaabbb@depth@100ms <-> 1633998513.6',
      `1633998514.25: ${depth('AAABBB', 5, 6)}`,
    ].join('\n'),
    'BINANCE.ws.2.0': `wss://stream.binance.com:9443/ws/x <-> 1633998512.1\n1633998513.7: ${depth('EEEFFF', 1, 2)}`,
    'BINANCE_DELIVERY.0': 'https://fapi.binance.com/fapi/v1/exchangeInfo -> 1626992740.1: {}',
    'KRAKEN.ws.50.0': 'wss://ws.kraken.com <-> 1618678132.3858151',
    unnamed: 'wss://ws.kraken.com <-> 1618678132.3858151',
  };

  test.each(['BINANCE.0', 'BINANCE.http.0.0.gz', 'BINANCE.ws.2.0'])(
    'given %s, all files of it are merged by receive time',
    async (name) => {
      const path = await put(set);
      const { recording, said } = await read(path(name));
      expect(recording).toMatchObject({ format: 'cryptofeed', start: 1_633_998_511_500_000 });
      expect(recording.symbols.toSorted()).toEqual(['AAABBB', 'CCCDDD', 'EEEFFF']);
      expect(said).toEqual([
        '1633998511500000 start',
        '1633998511500000 open',
        '1633998511500000 instruments null /api/v3/exchangeInfo {"symbols":[]}',
        '1633998512100000 open',
        `1633998512250000 1 ${depth('AAABBB', 1, 4)}`,
        `1633998512250001 snapshot AAABBB /api/v3/depth?symbol=AAABBB&limit=1000 ${book(4)}`,
        '1633998513600000 close',
        '1633998513600000 open',
        `1633998513700000 2 ${depth('EEEFFF', 1, 2)}`,
        `1633998514250000 3 ${depth('AAABBB', 5, 6)}`,
      ]);
      expect(recording.notes).toEqual(['lines of the capture that are of no known form: 1 (first: BINANCE.ws.1.0.gz: ?)']);
    },
  );

  test.each([
    ['BINANCE_DELIVERY.0', 'BINANCE_DELIVERY'],
    ['KRAKEN.ws.50.0', 'Kraken API v1'],
    ['unnamed', 'ws.kraken.com'],
  ])('%s is refused by its venue', async (name, venue) => {
    const path = await put(set);
    await expect(openRecording(path(name))).rejects.toMatchObject({ code: 'TF_RECORDING_VENUE_UNSUPPORTED', facts: { venue } });
  });
});

test('a capture whose name says no venue is that of its first host or frame', async () => {
  const path = await put({
    hosts: `wss://fstream.binance.com/stream?streams=btcusdt@depth <-> 1633998511.6\n1633998512.25: ${depth('BTCUSDT', 1, 4)}`,
    frames: '1633998512.25: {"e":"depthUpdate","E":1,"T":1,"s":"BTCUSDT","U":1,"u":4,"pu":0,"b":[],"a":[]}',
  });
  for (const name of ['hosts', 'frames']) expect((await openRecording(path(name))).venue, name).toBe('binance-usdm');
});

test('lines of another venue are left out and counted, never taken for this one’s', async () => {
  const stamp = (n: number, json: string) => `${1_723_161_253_000_000_000n + BigInt(n) * 1_000n} ${json}`;
  const future = '{"e":"trade","E":1,"T":1,"s":"BTCUSDT","t":1,"p":"200","q":"1","X":"MARKET","m":true}';
  const spot = '{"e":"trade","E":1,"T":1,"s":"BTCUSDT","t":1,"p":"100","q":"1","m":true,"M":true}';
  const coin = '{"e":"trade","E":1,"T":1,"s":"BTCUSD_PERP","t":1,"p":"200","q":"1","X":"MARKET","m":true}';
  const path = await put({ a: [future, spot, coin, future].map((json, n) => stamp(n, json)).join('\n') });
  const { recording, kinds, said } = await read(path('a'));
  expect(recording.venue).toBe('binance-usdm');
  expect(kinds.filter((kind) => kind === 'frame')).toHaveLength(2);
  expect(said.join()).not.toContain('"p":"100"');
  expect(recording.symbols).toEqual(['BTCUSDT']);
  expect(recording.notes.join('\n')).toMatch(/lines of binance-spot, left out: 1 [^]*lines of binance-coinm, left out: 1 /);
});

test('lines that fit two venues are those of the venue that a later line shows', async () => {
  const ticker = '{"e":"24hrTicker","E":1,"s":"BTCUSDT"}';
  const diff = '{"e":"depthUpdate","E":1,"T":1,"s":"BTCUSDT","U":1,"u":4,"pu":0,"b":[],"a":[]}';
  const path = await put({
    futures: `1723161253000000000 ${ticker}\n1723161253000001000 ${diff}`,
    spot: `1723161253000000000 ${ticker}`,
  });
  expect((await openRecording(path('futures'))).venue).toBe('binance-usdm');
  expect((await openRecording(path('spot'))).venue).toBe('binance-spot');
});

describe('top books with trades', () => {
  const line = (ts: number, seq: number, market = 'spot') =>
    JSON.stringify({ ts, exch_ts: ts - 1, market, symbol: 'BTCUSDT', seq, bids: [[68424.8, 8e-5]], asks: [[68424.81, 1e-7]] });
  const head = 'ts_ms,exch_ts_ms,venue,market_type,symbol,trade_id,price,qty,side';
  const set = {
    'lobdeep_btc_spot_x.top50.jsonl.gz': `${line(1_000, 7)}\nnot json\n${line(1_200, 9)}`,
    'trades_btc_spot_x.csv.gz': `${head}\n1100,1090,Binance,spot,BTCUSDT,55,68424.80,8e-05,sell\n1150,NaN,Binance,spot,BTCUSDT,56,1,1,buy\n`,
    'lobdeep_btc_fut_x.top50.jsonl': line(1_000, 7, 'fut'),
  };

  test.each(['lobdeep_btc_spot_x.top50.jsonl.gz', 'trades_btc_spot_x.csv.gz'])(
    'given %s: each book is a snapshot, each trade a frame',
    async (name) => {
      const path = await put(set);
      const { recording, said } = await read(path(name));
      expect(recording).toMatchObject({ format: 'top-books', symbols: ['BTCUSDT'], start: 1_000_000 });
      const body = (seq: number) => `{"lastUpdateId":${seq},"bids":[["68424.8","0.00008"]],"asks":[["68424.81","0.0000001"]]}`;
      expect(said.slice(2)).toEqual([
        `1000000 snapshot BTCUSDT /api/v3/depth?symbol=BTCUSDT&limit=5 ${body(7)}`,
        `1100000 1 {"e":"trade","E":1090,"s":"BTCUSDT","t":55,"p":"68424.80","q":"0.00008","T":1090,"m":true,"M":true}`,
        `1200000 snapshot BTCUSDT /api/v3/depth?symbol=BTCUSDT&limit=5 ${body(9)}`,
      ]);
      expect(recording.notes.slice(2)).toEqual([
        expect.stringContaining('no book: 1 (first: line 2'),
        expect.stringContaining('no trade: 1 (first: line 3'),
      ]);
    },
  );

  test('futures are refused', async () => {
    const path = await put(set);
    await expect(openRecording(path('lobdeep_btc_fut_x.top50.jsonl'))).rejects.toMatchObject({
      code: 'TF_RECORDING_VENUE_UNSUPPORTED',
    });
  });
});

describe('our own log', () => {
  const clock: Clock = { now: () => 1, after: () => () => undefined };
  const settings = {
    symbols: ['BTC/USD'],
    streams: ['book'],
    wsHosts: [],
    restHosts: [],
    seed: 3,
    backfillMinutes: 0,
    auditSeconds: 0,
    recorded: false,
  } as const;
  const start: Input = { kind: 'start', venue: 'kraken-spot', at: 5, settings };
  const frame: Input = { kind: 'frame', venue: 'kraken-spot', at: 7, conn: 1, text: '{}' };

  test('gives the inputs that were logged, from the first start on', async () => {
    const directory = await temporary();
    const log = await openRawLog({
      directory,
      clock,
      venues: ['kraken-spot'],
      source: 'recorded',
      configHash: '',
      checkpoint: () => null,
    });
    for (const input of [frame, start, frame]) log.append(input);
    log.appendSent({ venue: 'kraken-spot', conn: 1, at: 8, text: 'sent' });
    await log.close();
    for (const path of [directory, join(directory, 'raw'), join(directory, 'raw', '00000001-000001.tfl')]) {
      const { recording, inputs } = await read(path);
      expect(recording).toMatchObject({ format: 'raw-log', venue: 'kraken-spot', symbols: ['BTC/USD'], start: 5 });
      expect(inputs).toEqual([start, frame]);
      expect(recording.notes).toEqual(['inputs before the first start of a feed, left out: 1 (first: session 1, sequence 1)']);
    }
    // A torn end is skipped and reported.
    const segment = join(directory, 'raw', '00000001-000001.tfl');
    await writeFile(segment, (await readFile(segment)).subarray(0, -3));
    expect((await read(directory)).recording.notes.join()).toContain('damaged places of the log, passed over: 1');
  });

  test('without a start there is nothing to replay', async () => {
    const directory = await temporary();
    const log = await openRawLog({ directory, clock, venues: [], source: 'recorded', configHash: '', checkpoint: () => null });
    log.append(frame);
    await log.close();
    await expect(openRecording(directory)).rejects.toMatchObject({ code: 'TF_RECORDING_UNREADABLE' });
  });
});

test('a file that is no recording is refused, naming what can be read', async () => {
  const path = await put({ a: 'hello\n', empty: '', 'not.gz': Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]) });
  for (const name of ['a', 'empty', 'not.gz']) {
    const error = await openRecording(path(name)).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'TF_RECORDING_FORMAT_UNKNOWN', advice: expect.stringContaining('cryptofeed') as string });
  }
  await mkdir(path('folder'));
  await expect(openRecording(path('folder'))).rejects.toMatchObject({ code: 'TF_LOG_MISSING' });
  await expect(openRecording(path('nothing'))).rejects.toMatchObject({ code: 'TF_RECORDING_UNREADABLE' });
});
