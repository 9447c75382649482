import { expect, test } from 'vitest';
import { makeReport } from '../report.ts';
import { readMarket } from '../reading.ts';
import { BOOK_A, stage, SYMBOL, VENUE } from '../testing/stage.ts';

test('a book that is only its snapshot has no age, and the reason says so', () => {
  const on = stage();
  on.snapshot(10, BOOK_A);
  for (let id = 1; id <= 200; id++) {
    on.trade(id, 100, 1, 'buy');
    on.wait(1);
  }
  on.trade(201, 100, 1, 'buy');
  const reading = readMarket(on.engine, `${VENUE}:${SYMBOL}`, on.now());
  if (reading === null) throw new Error('the market is followed');
  const { health, inputs, absent } = makeReport(reading);
  expect(inputs[0]).toMatchObject({ stream: 'book', state: 'synced', age_ms: null });
  expect(health?.components).toMatchObject({ spread: 1, depth: 1, freshness: null });
  const reasonOf = absent.find(({ field }) => field === 'health.components.freshness')?.reason;
  expect(reasonOf).toBe('the book is as its snapshot gave it: no newer update has come, and a snapshot sets no age');
});
