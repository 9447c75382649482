import { afterEach, expect, test } from 'vitest';
import type { Actions } from './actions.ts';
import { createProgram } from './program.ts';

afterEach(() => (process.exitCode = undefined));

async function printed(answer: object): Promise<string[]> {
  const shown: string[] = [];
  const streams = {
    out: (text: string) => void shown.push(text),
    err: () => {},
    width: () => 100,
    input: () => Promise.resolve(''),
    ended: () => new Promise<void>(() => {}),
    reader: 'person' as const,
    waiting: () => () => {},
  };
  const actions = { version: '', check: () => Promise.resolve(answer) } as unknown as Actions;
  await createProgram({ actions, streams: streams as never }).parseAsync(['node', 'tallyfoil', 'check', 'tf1:x']);
  return shown.join('').trimEnd().split('\n');
}

const row = {
  receipt: 'tf1:x',
  verdict: 'matched',
  reason: 'the raw log gives the same answer',
  operation: 'get_report',
  as_of: 't',
  state: 'synced',
};
const figure = {
  figure: '1',
  verdict: 'matched',
  reason: 'mid_price has this value',
  field: 'mid_price',
  actual: 1,
  receipt: 'tf1:x',
};
const CAVEAT = 'Simulated market: none of these numbers is real.';

test('a check of a simulated receipt is marked first and on each line', async () => {
  const lines = await printed({
    as_of: 't',
    source: 'simulated',
    verdict: 'matched',
    receipts: [{ ...row, source: 'simulated' }],
    figures: [figure],
    caveats: [CAVEAT, 'more'],
  });
  expect(lines[0]).toBe(CAVEAT);
  expect(lines.slice(1).filter((line) => !line.startsWith('SIMULATED '))).toEqual([]);
});

test('a check of live receipts has no label', async () => {
  const lines = await printed({
    as_of: 't',
    source: 'live',
    verdict: 'matched',
    receipts: [{ ...row, source: 'live' }],
    figures: [figure],
    caveats: [],
  });
  expect(lines).toEqual([
    'matched     tf1:x',
    '            the raw log gives the same answer, as of t',
    'matched     1: mid_price has this value',
    'overall: matched',
  ]);
});

test('rows that could not be recomputed, or were not compared, state the source of the log too', async () => {
  const lines = await printed({
    as_of: 't',
    source: 'simulated',
    verdict: 'unsupported',
    receipts: [{ ...row, verdict: 'unsupported', reason: 'the log has a hole', as_of: null, source: null }],
    figures: [],
    caveats: [CAVEAT, 'No server runs, so nothing was compared.'],
  });
  expect(lines).toEqual([
    CAVEAT,
    'SIMULATED unsupported tf1:x',
    'SIMULATED             the log has a hole',
    'SIMULATED No server runs, so nothing was compared.',
    'SIMULATED overall: unsupported',
  ]);
});

test('a figure is shown beside its field unless the reason names the field', async () => {
  const unproven = {
    ...figure,
    figure: 'true',
    verdict: 'not_checked',
    reason: 'no receipt covers this field',
    field: 'replayed',
  };
  const lines = await printed({
    as_of: 't',
    source: 'live',
    verdict: 'partly_checked',
    receipts: [],
    figures: [figure, unproven],
    caveats: [],
  });
  expect(lines.slice(0, 2)).toEqual([
    'matched     1: mid_price has this value',
    'not_checked replayed true: no receipt covers this field',
  ]);
});

test.each([{ typed: true }, { typed: false }])('without input it explains what to give: %j', async ({ typed }) => {
  const streams = {
    out: () => {},
    err: () => {},
    width: () => 80,
    input: () => Promise.resolve('\n'),
    typed,
    waiting: () => () => {},
  };
  const program = createProgram({ actions: { version: '' } as unknown as Actions, streams: streams as never });
  await expect(program.parseAsync(['node', 'tallyfoil', 'check'])).rejects.toMatchObject({
    code: 'TF_CLI_NOTHING_TO_CHECK',
    advice: expect.stringContaining('node bin/tallyfoil.js check tf2:') as string,
  });
});
