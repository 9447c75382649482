// A VPIN needs four minutes of trades, so its receipt is checked here and not in the usual lane.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logRun } from '../app/testing/logged-run.ts';
import { checking } from './testing/checking.ts';

test('the receipt of a VPIN proves its numbers, and another number is altered', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tallyfoil-vpin-'));
  try {
    const { asked } = await logRun({
      directory,
      venues: ['binance-spot'],
      seconds: 480,
      seed: 5,
      askEveryMs: 5_000,
      questions: [['get_vpin', { symbol: 'BTCUSDT' }]],
    });
    const { answer } = asked.findLast(({ answer: { vpin, percentile } }) => vpin !== null && percentile !== null) ?? {
      answer: {},
    };
    const { vpin, percentile, bucket_volume: volume, receipt } = answer as Readonly<Record<string, number | string>>;
    expect([typeof vpin, typeof percentile, typeof volume, typeof receipt]).toEqual(['number', 'number', 'number', 'string']);
    const check = checking({ directory, source: 'recorded' });
    expect((await check(String(receipt))).verdict).toBe('matched');
    expect((await check(JSON.stringify(answer))).verdict).toBe('matched');
    const right = await check(`${vpin} {vpin}, ${percentile} {percentile}, ${volume} {bucket_volume} [${receipt}]`);
    expect(right.verdict).toBe('matched');
    const wrong = await check(`${Number(vpin) > 0.5 ? 0.3412 : 0.6412} {vpin} [${receipt}]`);
    expect(wrong.verdict).toBe('altered');
  } finally {
    await rm(directory, { recursive: true });
  }
});
