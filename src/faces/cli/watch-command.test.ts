import { describe, expect, test } from 'vitest';
import { anomalies, flow, liquidity, report } from '../../operations/testing/market.ts';
import type { Actions } from './actions.ts';
import { createProgram } from './program.ts';
import { lineWidth } from './streams.ts';

/** Requests to a server for these words. */
async function asked(...words: readonly string[]): Promise<unknown> {
  const seen: unknown[] = [];
  const actions = {
    version: '',
    watch(wanted: unknown) {
      seen.push(wanted);
      return [];
    },
  } as unknown as Actions;
  const streams = {
    out: () => Promise.resolve(),
    err: () => {},
    width: () => 100,
    input: () => Promise.resolve(''),
    ended: () => new Promise<void>(() => {}),
    reader: 'program' as const,
    waiting: () => () => {},
  };
  await createProgram({ actions, streams }).parseAsync(['node', 'tallyfoil', 'watch', ...words]);
  return seen[0];
}

test('topics get only parameters that they accept, because the server refuses others', async () => {
  const query = { symbol: 'BTCUSDT', venue: 'kraken-spot' };
  const words = ['BTCUSDT', '--venue', 'kraken-spot', '--topic'];
  expect(await asked(...words, 'feed_state')).toEqual({ topics: ['feed_state'], query: {} });
  expect(await asked(...words, 'feed_state, report')).toEqual({ topics: ['feed_state', 'report'], query });
  expect(await asked(...words, 'nothing')).toEqual({ topics: ['nothing'], query });
});

test.each([
  [undefined, 100],
  [0, 80],
  [40, 40],
  [300, 160],
])('a terminal that reports %s columns gets lines of %i, so that 0 never erases lines above', (columns, width) => {
  expect(lineWidth(columns)).toBe(width);
});

test('the currency of sizes is asked for once, and a server that can not be asked leaves the general word', async () => {
  const message = { ...report(), flow: { orders_per_sec: 5, net_flow: -3.42, seconds: 45 } };
  const { symbol, venue } = message;
  const calls: unknown[] = [];
  const lines: string[] = [];
  const run = async (call: () => Promise<unknown>) => {
    lines.length = 0;
    const watch = () => [message, message].map((one) => ({ kind: 'message', topic: 'report', message: one }));
    const actions = { version: '', watch, call: (...given: unknown[]) => (calls.push(given), call()) } as unknown as Actions;
    const out = async (text: string) => void lines.push(text);
    const more = { err: () => {}, width: () => 100, input: async () => '', waiting: () => () => {} };
    const streams = { ...more, out, ended: () => new Promise<void>(() => {}), reader: 'program' as const };
    await createProgram({ actions, streams }).parseAsync(['node', 'tallyfoil', 'watch', 'BTCUSDT']);
    return lines.join('');
  };
  const named = await run(async () => ({ markets: [{ symbol, venue, base: 'BTC' }] }));
  expect(named.match(/net flow -3\.42 BTC in 45 s/g)).toHaveLength(2);
  expect(calls).toEqual([['list_markets', { venue }, {}]]);
  const general = await run(() => Promise.reject(new Error('gone')));
  expect(general.match(/net flow -3\.42 base currency in 45 s/g)).toHaveLength(2);
});

/** Content of a terminal of some width after a message was printed. */
async function standing(width: number, topic: string, message: Readonly<Record<string, unknown>>): Promise<string> {
  const shown: string[] = [];
  const actions = { version: '', watch: () => [{ kind: 'message', topic, message }] } as unknown as Actions;
  const streams = {
    out: (text: string) => void shown.push(text),
    err: () => {},
    width: () => width,
    input: () => Promise.resolve(''),
    ended: () => new Promise<void>(() => {}),
    reader: 'person' as const,
    waiting: () => () => {},
  };
  await createProgram({ actions, streams: streams as never }).parseAsync([
    'node',
    'tallyfoil',
    'watch',
    'BTCUSDT',
    '--topic',
    topic,
  ]);
  return (shown[0] ?? '').replace('\r\u001B[2K', '');
}

describe.each([9, 10, 20, 21, 40, 80, 200])('on a terminal of %i columns', (width) => {
  test.each([
    ['report', report()],
    ['flow', flow([30])],
    ['liquidity', liquidity([1])],
    ['anomalies', anomalies()],
    ['feed_state', { streams: [] }],
  ])('a simulated %s starts with its source, age and state; only the rest is cut', async (topic, message) => {
    const line = await standing(width, topic, { ...message, source: 'simulated', state: 'down', age_ms: 143 });
    expect(line.length).toBeLessThanOrEqual(Math.max(9, width));
    expect(line.startsWith('SIMULATED 143ms DOWN'.slice(0, Math.max(9, width)))).toBe(true);
    const live = await standing(width, topic, { ...message, source: 'live', state: 'gap', age_ms: 7_200_000 });
    expect(live.startsWith('2h GAP')).toBe(true);
  });
});

/** Content of a wrapping terminal after these writes, each at its width; it rewraps on a resize. */
function screen(writes: readonly { readonly text: string; readonly width: number }[]): string[] {
  let lines: string[] = [''];
  for (const { text, width } of writes) {
    const rows = () =>
      lines.flatMap((line) =>
        Array.from({ length: Math.max(1, Math.ceil(line.length / width)) }, (_, i) => line.slice(i * width, (i + 1) * width)),
      );
    for (const [, up, erase, end, other] of text
      .replaceAll('\u001B', '^')
      .matchAll(/\^\[(\d+)A|(\^\[2K|\^\[J)|(\n)|([^^\n\r]+)/g)) {
      if (up !== undefined) lines = rows().slice(0, -Number(up));
      else if (erase === '^[2K') lines = [...rows().slice(0, -1), ''];
      else if (erase !== undefined) lines = [...lines.slice(0, -1), ''];
      else if (end !== undefined) lines.push('');
      else lines.push(`${lines.pop() ?? ''}${other ?? ''}`);
    }
  }
  return lines;
}

test.each([
  [130, 50],
  [130, 20],
  [160, 10],
  [50, 130],
])('a terminal resized from %i to %i columns shows one line without remains of the previous one', async (before, after) => {
  const widths = [before, before, after, after, after];
  const writes: { text: string; width: number }[] = [];
  let at = 0;
  const heard = widths.map(() => ({ kind: 'message', topic: 'report', message: { ...report(), source: 'simulated' } }));
  const actions = { version: '', watch: () => heard } as unknown as Actions;
  const streams = {
    out: (text: string) => void writes.push({ text, width: widths[at++] ?? after }),
    err: () => {},
    width: () => widths[at] ?? after,
    input: () => Promise.resolve(''),
    ended: () => new Promise<void>(() => {}),
    reader: 'person' as const,
    waiting: () => () => {},
  };
  await createProgram({ actions, streams: streams as never }).parseAsync(['node', 'tallyfoil', 'watch', 'BTCUSDT']);
  // The last write ends the line.
  expect(writes).toHaveLength(6);
  const shown = screen(writes.slice(0, 5));
  expect(shown).toHaveLength(1);
  expect(shown[0]?.length).toBeLessThanOrEqual(after);
  expect(shown[0]).toMatch(/^SIMULATED/);
});
