import { expect, test } from 'vitest';
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
