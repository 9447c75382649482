import { expect, test } from 'vitest';
import { createProgram } from './program.ts';
import type { Actions } from './actions.ts';

const HOSTILE = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e\u2066';

/** Output on a terminal for these words, while every action returns hostile text. */
async function shown(reader: 'person' | 'program', ...words: readonly string[]): Promise<{ out: string; err: string }> {
  const got = { out: '', err: '' };
  const row = { verdict: 'matched', receipt: `tf1:${HOSTILE}`, reason: HOSTILE, as_of: HOSTILE, figure: HOSTILE };
  const claim = { verdict: 'matched', receipts: [row], figures: [row], caveats: [HOSTILE] };
  const actions = {
    version: '',
    check: () => Promise.resolve(claim),
    call: () => Promise.resolve({ [HOSTILE]: HOSTILE }),
    replay: async (_command: unknown, write: (line: string) => Promise<void>) => {
      await write(JSON.stringify({ line: HOSTILE }));
      return { notes: [HOSTILE] };
    },
    async *watch() {
      yield { kind: 'gone', reason: HOSTILE };
      yield { kind: 'message', topic: 'report', message: { symbol: HOSTILE, venue: HOSTILE, source: 'live' } };
    },
  } as unknown as Actions;
  const streams = {
    out: (text: string) => Promise.resolve(void (got.out += text)),
    err: (text: string) => void (got.err += text),
    width: () => 100,
    input: () => Promise.resolve(HOSTILE),
    ended: () => new Promise<void>(() => {}),
    reader,
    waiting: () => () => {},
  };
  await createProgram({ actions, streams })
    .parseAsync(['node', 'tallyfoil', ...words])
    .catch((error: unknown) => (got.err += String(error)));
  return got;
}

const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}]/u;

test.each([
  [['check', 'x']],
  [['check', '-', '--json']],
  [['call', 'get_report']],
  [['replay', 'x']],
  [['replay', 'x', '--emit', 'events']],
  [['watch', 'BTCUSDT']],
  [['watch', 'BTCUSDT', '--json']],
])('%j prints no terminal control characters', async (words) => {
  const { out, err } = await shown('program', ...words);
  expect(out + err).not.toBe('');
  expect(out).not.toMatch(UNSEEN);
  expect(err).not.toMatch(UNSEEN);
});

test('printed JSON keeps its value', async () => {
  const { out } = await shown('program', 'call', 'get_report');
  expect(JSON.parse(out)).toEqual({ [HOSTILE]: HOSTILE });
});

test('a mistyped option is refused without its control characters', async () => {
  const { err } = await shown('person', 'check', `--${HOSTILE}`);
  expect(err).toContain('unknown option');
  expect(err.split('CommanderError')[0]).not.toMatch(UNSEEN);
});

test('on a terminal the watched line contains only our own control sequences', async () => {
  const { out } = await shown('person', 'watch', 'BTCUSDT');
  expect(out).toContain('\r\u001b[2K');
  expect(out.replaceAll('\r\u001b[2K', '')).not.toMatch(UNSEEN);
});
