import { describe, expect, test } from 'vitest';
import { anomalies, flow, liquidity, report } from '../../operations/testing/market.ts';
import type { Actions } from './actions.ts';
import { createProgram } from './program.ts';

/** What a server is asked when somebody types these words. */
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
    width: 100,
    input: () => Promise.resolve(''),
    ended: () => new Promise<void>(() => {}),
    reader: 'program' as const,
    waiting: () => () => {},
  };
  await createProgram({ actions, streams }).parseAsync(['node', 'tallyfoil', 'watch', ...words]);
  return seen[0];
}

test('topics are asked only what one of them takes, for the server refuses the rest', async () => {
  const query = { symbol: 'BTCUSDT', venue: 'kraken-spot' };
  const words = ['BTCUSDT', '--venue', 'kraken-spot', '--topic'];
  expect(await asked(...words, 'feed_state')).toEqual({ topics: ['feed_state'], query: {} });
  expect(await asked(...words, 'feed_state, report')).toEqual({ topics: ['feed_state', 'report'], query });
  expect(await asked(...words, 'nothing')).toEqual({ topics: ['nothing'], query });
});

/** What stands on a terminal of some width once a message was printed. */
async function standing(width: number, topic: string, message: Readonly<Record<string, unknown>>): Promise<string> {
  const shown: string[] = [];
  const actions = { version: '', watch: () => [{ kind: 'message', topic, message }] } as unknown as Actions;
  const streams = {
    out: (text: string) => void shown.push(text),
    err: () => {},
    width,
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
  ])('a simulated %s says so first, then its age and its state; what is cut is the rest', async (topic, message) => {
    const line = await standing(width, topic, { ...message, source: 'simulated', state: 'down', age_ms: 143 });
    expect(line.length).toBeLessThanOrEqual(Math.max(9, width));
    expect(line.startsWith('SIMULATED 143ms DOWN'.slice(0, Math.max(9, width)))).toBe(true);
    const live = await standing(width, topic, { ...message, source: 'live', state: 'gap', age_ms: 7_200_000 });
    expect(live.startsWith('2h GAP')).toBe(true);
  });
});
