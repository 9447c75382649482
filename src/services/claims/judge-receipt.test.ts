import { expect, test } from 'vitest';
import { parseReceipt } from '../../core/index.ts';
import { judgeReceipt } from './judge-receipt.ts';
import { overallOf } from './overall.ts';

const TEXT = 'tf1:get_report:BTCUSDT@binance-spot:750489-41369+53000:472d:35vf97ks';
const judged = (text: string, answer?: Readonly<Record<string, unknown>>) =>
  judgeReceipt({ text, receipt: parseReceipt(text), answer, formulas: '472d' });

test.each(['junk', '', 'tf1:get_report', TEXT.slice(0, -1), TEXT.replace('tf1', 'tf2')])(
  '%j is no receipt: no log was read, so the whole is unsupported',
  (text) => {
    const row = judged(text);
    expect(row).toMatchObject({ verdict: 'unsupported', reason: expect.stringContaining('not a valid receipt') as string });
    const leftOut = { receipts: null, figures: null };
    expect(overallOf({ receipts: [row], figures: [], leftOut, unproven: [], wordsOnly: false }).verdict).toBe('unsupported');
  },
);

test('a receipt of another answer than the log gives is altered', () => {
  expect(judged(TEXT, { receipt: TEXT.replace('35vf97ks', '45vf97ks') }).verdict).toBe('altered');
  expect(judged(TEXT, { receipt: TEXT }).verdict).toBe('matched');
});
