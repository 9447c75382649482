import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { envelopeSchema } from '../../src/core/envelope.ts';
import { ask, cleanUp, exchangeHosts, jsonLines, launch, listening, run, temporaryFolder, until } from './testing/program.ts';

afterEach(cleanUp);

interface Quote {
  readonly symbol: string;
  readonly seq: number | null;
  readonly ts_event: string;
  readonly bid: [number, number];
  readonly ask: [number, number];
}

interface StreamLine {
  readonly stream: string;
  readonly messages: number;
}

/** Messages of the least busy book. */
async function bookMessages(url: string): Promise<number> {
  const reply = await ask(url, 'get_data_health', { detail: 'full' });
  const streams = (reply?.body['streams'] ?? []) as StreamLine[];
  const books = streams.filter(({ stream }) => stream === 'book');
  return Math.min(...books.map(({ messages }) => messages));
}

const MESSAGES = 60;

describe.each([
  ['binance-spot', 'BINANCE_SPOT', 'busy', { TALLYFOIL_SOURCE: 'simulated' }, 'simulated'],
  [
    'kraken-spot',
    'KRAKEN_SPOT',
    'calm',
    { TALLYFOIL_SOURCE: 'simulated', SYMBOLS: 'btc-usd,ETHUSD', BACKFILL_MINUTES: '1' },
    'simulated',
  ],
] as const)('%s from the wire', (venue, prefix, scenario, more, source) => {
  test('the log of a server on a simulated exchange replays to the true book', async () => {
    const folder = temporaryFolder();
    const truthFile = join(folder, 'truth.jsonl');
    const exchange = launch(['simulate', '--venue', venue, '--seed', '5', '--scenario', scenario, '--truth', truthFile], {
      folder,
    });
    const hosts = await exchangeHosts(exchange);
    const env = { [`${prefix}_WS_URL`]: hosts.ws, [`${prefix}_REST_URL`]: hosts.rest, VENUES: venue, ...more };
    const server = launch(['serve'], { folder, env });
    const url = await listening(server);
    const wanted = venue === 'binance-spot' ? 'BTCUSDT' : 'BTC/USD';
    expect((await ask(url, 'get_report', { symbol: wanted }))?.body).toMatchObject({ source, venue, symbol: wanted });
    await until('some book updates', async () => ((await bookMessages(url)) >= MESSAGES ? true : undefined));
    expect(await server.kill('SIGTERM')).toBe(0);
    expect(await exchange.kill('SIGTERM')).toBe(0);

    // For data of any source, the folder states the source.
    const directory = join(folder, 'data', source);
    const verified = await run(['verify'], { folder });
    expect(JSON.parse(verified.out)).toMatchObject([{ directory, ok: true, tornTail: null }]);

    const quotes = await run(['replay', directory, '--emit', 'quotes'], { folder });
    expect(quotes.code, quotes.err).toBe(0);
    const keyOf = ({ symbol, seq, ts_event }: Quote) => `${symbol} ${venue === 'binance-spot' ? seq : ts_event}`;
    const truth = new Map(
      (jsonLines(readFileSync(truthFile, 'utf8')) as unknown as Quote[]).map((quote) => [keyOf(quote), quote]),
    );
    const lines = jsonLines(quotes.out) as unknown as Quote[];
    expect(lines.length).toBeGreaterThanOrEqual(MESSAGES);
    const strangers = lines.filter((line) => !truth.has(keyOf(line)));
    expect(strangers).toEqual([]);
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['venue', 'symbol', 'seq', 'bid', 'ask', 'ts_event', 'source', 'replayed']);
      expect(line).toMatchObject({ source, replayed: true });
      const { bid, ask: best } = truth.get(keyOf(line)) as Quote;
      expect({ key: keyOf(line), bid: line.bid, ask: line.ask }).toEqual({ key: keyOf(line), bid, ask: best });
    }

    await eventsHaveTheirShape(directory, folder);
  });
});

async function eventsHaveTheirShape(directory: string, folder: string): Promise<void> {
  const events = await run(['replay', directory, '--emit', 'events'], { folder });
  expect(events.code, events.err).toBe(0);
  const lines = jsonLines(events.out);
  const kinds = new Set<string>();
  for (const line of lines) {
    const { data, error } = envelopeSchema.safeParse(line);
    expect(error?.message).toBeUndefined();
    // Nothing beyond the schema either.
    expect(line).toEqual(data);
    kinds.add(data?.type ?? '');
  }
  for (const kind of ['feed_state', 'trade_tick', 'order_book_depth', 'order_book_deltas', 'ticker_24h'])
    expect([...kinds]).toContain(kind);
  const states = lines.filter(({ type }) => type === 'feed_state');
  for (const state of states)
    expect(state).toMatchObject({ venue: expect.any(String) as string, reason: expect.any(String) as string });
  expect(states.some(({ stream, state }) => stream === 'book' && state === 'synced')).toBe(true);
  const summary = await run(['replay', directory], { folder });
  expect(JSON.parse(summary.out)).toMatchObject({
    source: 'simulated',
    replayed: true,
    format: 'raw-log',
    events: lines.length,
    gaps: 0,
    quarantined: 0,
  });

  const reports = await run(['replay', directory, '--emit', 'reports'], { folder });
  const last = jsonLines(reports.out).at(-1);
  expect(last).toMatchObject({
    source: 'simulated',
    replayed: true,
    report_version: '2.0.0',
    ingestion: { status: 'ok', fresh: true },
  });

  // A reader that closes early, like head.
  const cut = launch(['replay', directory, '--emit', 'events'], { folder });
  await until('a line', () => (cut.out().includes('\n') ? true : undefined));
  cut.process.stdout?.destroy();
  expect(await cut.ended).toBe(0);
  expect(cut.err()).toBe('');
}
