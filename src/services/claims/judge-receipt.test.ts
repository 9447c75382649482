import { expect, test } from 'vitest';
import { parseReceipt } from '../../core/index.ts';
import { judgeReceipt } from './judge-receipt.ts';
import type { JudgedAnswer } from './options.ts';
import { overallOf } from './overall.ts';

const TEXT = 'tf1:get_report:BTCUSDT@binance-spot:750489-41369+53000:472d:35vf97ks';
const judged = (text: string, of?: JudgedAnswer) => judgeReceipt({ text, receipt: parseReceipt(text), judged: of });
const leftOut = { receipts: null, figures: null };

test.each(['junk', '', 'tf1:get_report', TEXT.slice(0, -1), TEXT.replace('tf1', 'tf2')])(
  '%j is no receipt: no log was read, so the whole is unsupported',
  (text) => {
    const row = judged(text);
    expect(row).toMatchObject({ verdict: 'unsupported', reason: expect.stringContaining('not a valid receipt') as string });
    expect(overallOf({ receipts: [row], figures: [], leftOut, unproven: [], wordsOnly: false }).verdict).toBe('unsupported');
  },
);

test('a receipt of a newer form is unsupported and says so', () => {
  for (const text of ['tf3:whatever', TEXT.replace('tf1', 'tf12')])
    expect(judged(text)).toMatchObject({
      verdict: 'unsupported',
      reason: expect.stringMatching(/^made by another build: receipts of the form tf(3|12) are newer/) as string,
    });
});

test('the verdict is that of the answer recomputed', () => {
  const answer = { as_of: '2026-01-01T00:00:00Z', state: 'synced', source: 'simulated' };
  for (const verdict of ['matched', 'altered', 'unsupported'] as const)
    expect(judged(TEXT, { verdict, reason: 'because', answer })).toEqual({
      receipt: TEXT,
      operation: 'get_report',
      verdict,
      reason: 'because',
      ...answer,
    });
});
