import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/app/config.ts';
import { startServer, type RunningServer } from '../../../src/app/server.ts';
import { fromMillis, silentLog } from '../../../src/core/index.ts';
import { immediately } from '../../../src/runtime/feed/index.ts';
import { createExchange, createVirtualClock } from '../../../src/simulator/index.ts';
import { venueById } from '../../../src/venues/index.ts';
import { cleanUp, temporaryFolder } from '../../app/testing/program.ts';
import { FAMILIES, type Family } from './family.ts';
import { normalised, withToolNames } from './normalised.ts';
import { overHttp, overStdio, type Message, type Talk } from './talk.ts';

const START = fromMillis(Date.UTC(2026, 0, 15, 12));
const SYMBOLS = ['BTCUSDT', 'ETHUSDT'];
const WARM_UP_SECONDS = 130;

let server: RunningServer;

/** Our own server on a simulated market; time stops once the market is known. */
beforeAll(async () => {
  const clock = createVirtualClock(START);
  const exchange = createExchange({ venue: 'binance-spot', symbols: SYMBOLS, seed: 21, clock, levels: 300 });
  const venue = venueById('binance-spot');
  if (venue === undefined) throw new Error('there is no such venue');
  server = await startServer({
    config: readConfig({ TALLYFOIL_DATA_DIR: temporaryFolder(), TALLYFOIL_PORT: '0', SYNC_WAIT_MS: '0' }),
    source: 'simulated',
    feeds: [
      {
        venue,
        transport: exchange.transport(),
        symbols: SYMBOLS,
        hosts: { ws: ['ws://simulator'], rest: ['http://simulator'] },
      },
    ],
    environment: {},
    clock,
    queue: immediately,
    log: silentLog,
  });
  for (let second = 0; second < WARM_UP_SECONDS; second++) {
    clock.advanceBy(1_000);
    // The log writes in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
});
afterAll(async () => {
  await server.close();
  await cleanUp();
});

interface ToolResult {
  readonly isError?: boolean;
  readonly content: readonly { readonly type: string; readonly text: string }[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
}

const resultOf = (message: Message) => message['result'] as ToolResult;
const callTool = async (talk: Talk, name: string, input: object) =>
  resultOf(await talk.request('tools/call', { name, arguments: input }));

/** The part of a result that a client passes to its model. */
function seenBy({ modelSees }: Family, { content, structuredContent }: ToolResult): Record<string, unknown> {
  if (modelSees === 'structured' && structuredContent !== undefined) return { ...structuredContent };
  return JSON.parse(content[0]?.text ?? '') as Record<string, unknown>;
}

interface Listed {
  readonly name: string;
  readonly description: string;
  readonly annotations?: { readonly readOnlyHint?: boolean };
}

describe.each(FAMILIES)('$name', (family) => {
  test('gets a whole conversation: the tools, a report, a refusal, a search, and its receipt checked', async () => {
    const talk = family.transport === 'stdio' ? overStdio(server.url) : overHttp(server.url, family);
    const { protocolVersion, capabilities, clientInfo } = family;
    const hello = await talk.request('initialize', { protocolVersion, capabilities, clientInfo });
    expect(hello['result']).toMatchObject({ protocolVersion, serverInfo: { name: 'tallyfoil' }, capabilities: { tools: {} } });
    await talk.notify('notifications/initialized');

    const { tools } = (await talk.request('tools/list'))['result'] as { tools: Listed[] };
    expect(tools.length).toBeLessThanOrEqual(family.toolLimit);
    expect(Math.max(...tools.map(({ name }) => `mcp__tallyfoil__${name}`.length))).toBeLessThanOrEqual(family.nameLimit);
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint !== undefined)).toBe(true);

    const report = await callTool(talk, 'get_report', { symbol: 'BTCUSDT' });
    const seen = seenBy(family, report);
    expect(seen).toMatchObject({ symbol: 'BTCUSDT', source: 'simulated', receipt: expect.stringMatching(/^tf2:/) as string });
    // Text and structured content have the same facts, whichever a client shows.
    expect(JSON.parse(report.content[0]?.text ?? '')).toEqual(report.structuredContent);

    const refused = await callTool(talk, 'get_report', { symbol: 'BTCUSD1' });
    expect(refused.isError).toBe(true);
    expect(seenBy(family, refused)).toMatchObject({
      error: 'symbol_not_indexed',
      advice: expect.stringContaining('BTCUSDT') as string,
    });

    const found = await callTool(talk, 'find_tools', { query: 'levels of the order book', detail: 'names', limit: 1 });
    expect(seenBy(family, found)).toMatchObject({ hits: [{ name: 'get_book' }] });

    const checked = await callTool(talk, 'check_claim', { text: seen['receipt'] as string });
    expect(seenBy(family, checked)).toMatchObject({ verdict: 'matched' });
    await talk.close();

    // The server sends clients no requests, so it needs none of their capabilities.
    expect(talk.transcript.filter(({ from, message }) => from === 'server' && 'method' in message)).toEqual([]);
    const said = talk.transcript.map(({ from, message }) => ({ [from]: normalised(withToolNames(message)) }));
    await expect(`${JSON.stringify(said, null, 2)}\n`).toMatchFileSnapshot(`__snapshots__/${family.name}.json`);
  });
});
