import { afterEach, expect, test } from 'vitest';
import type { Actions } from './actions.ts';
import { createProgram } from './program.ts';

afterEach(() => (process.exitCode = undefined));

const rule = {
  id: 'a1',
  status: 'active',
  operation: 'get_report',
  input: { symbol: 'BTCUSDT' },
  aggregate: null,
  field: 'spread_bps',
  when: 'above',
  value: 5,
  rearm: null,
  more: [],
  match: 'all',
  outlets: ['log'],
  expires_at: null,
  note: null,
  record: { held_reason: null, last_value: 1, after: [], fired: 0, evaluated: 1, held: 0 },
};
const deliveries = [{ outlet: 'desktop', ok: false, problem: 'no notify-send' }];
const log = { directory: '/data/live', ok: false, records: 1, segments: 1, corrupt: [1], breaks: [], downtime: [] };
const finding = { check: 'disk', level: 'problem', what: 'full', advice: null };
const claim = { source: 'live', verdict: 'stale', receipts: [], figures: [], caveats: [] };

/** Actions that all find a problem. */
const actions = {
  version: '1.0.0',
  call: () => Promise.resolve({ source: 'live', rule, value: 1, reason: null, deliveries, caveats: [] }),
  check: () => Promise.resolve(claim),
  verify: () => Promise.resolve({ ok: false, report: [log] }),
  doctor: () => Promise.resolve({ ok: false, findings: [finding] }),
} as unknown as Actions;

/** Exit code and stderr of a command, and whether an action was called. */
async function exitOf(...words: readonly string[]): Promise<{ code: unknown; err: string }> {
  let err = '';
  const streams = {
    out: () => Promise.resolve(),
    err: (text: string) => void (err += text),
    width: () => 100,
    input: () => Promise.resolve('x'),
    ended: () => new Promise<void>(() => {}),
    reader: 'program' as const,
    waiting: () => () => {},
  };
  const refusal = await createProgram({ actions, streams })
    .parseAsync(['node', 'tallyfoil', ...words])
    .then(
      () => null,
      (error: { exitCode?: number }) => error,
    );
  return { code: refusal === null ? process.exitCode : refusal.exitCode, err };
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

test.each([
  [['check', 'tf2:x'], 'Not everything matched: the verdict is stale.'],
  [['verify'], 'The raw log is damaged: /data/live.'],
  [['doctor'], 'Problems found: disk.'],
  [['alert', 'test', 'a1'], 'The test message was not delivered to desktop.'],
])('%j exits 1 with the reason as the last line of stderr', async (words, reason) => {
  for (const more of words[0] === 'alert' ? [['--json']] : [[], ['--json']])
    expect(await exitOf(...words, ...more)).toEqual({ code: 1, err: `${reason}\n` });
});

const SPREAD = ['alert', 'add', 'BTCUSDT', 'spread_bps', 'above', '5'];

test.each([
  [[...SPREAD, '--or', 'depth.imbalance below -0.9', '--and', 'mid_price above 1'], /'--or.*cannot be used with option '--and/],
  [[...SPREAD, '--and', 'mid_price above 1', '--or', 'depth.imbalance below -0.9'], /'--or.*cannot be used with option '--and/],
  [[...SPREAD, '--rearm', 'four'], /Give a number/],
  [[...SPREAD, '--window', 'soon'], /Give a time such as 90s/],
  [['alert', 'list', '--limit', 'many'], /Give a number/],
  [['check', 'x', '--max-age', '-1'], /Give seconds, 0 or more/],
  [['alert'], /./],
  [['alert', 'add', 'BTCUSDT'], /missing required argument/],
  [['nonsense'], /unknown command/],
  [['report', 'BTCUSDT', '--nonsense'], /unknown option/],
  [[], /./],
])('%j is refused with a reason on stderr', async (words, reason) => {
  const { code, err } = await exitOf(...words);
  expect(code).toBe(1);
  expect(err).toMatch(reason);
  expect(lastLine(err)).not.toBe('');
});
