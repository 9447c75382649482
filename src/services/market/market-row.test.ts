import { expect, test } from 'vitest';
import { US_PER_SECOND } from '../../core/index.ts';
import { marketRow, rowsBase } from './market-row.ts';
import { readMarket } from './reading.ts';
import { BOOK_A, stage, START, SYMBOL, VENUE } from './testing/stage.ts';

test('the age of a list of markets is not known while one has no price; its span is that of the prices', () => {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  on.trade(1, 100, 1, 'buy');
  const reading = readMarket(on.engine, `${VENUE}:${SYMBOL}`, on.now());
  if (reading === null) throw new Error('not followed');
  const row = marketRow(reading);
  const rows = [
    { ...row, last_price_age_ms: 2_000 },
    { ...row, last_price_age_ms: 500 },
  ];
  const at = START + 10 * US_PER_SECOND;
  const span = { from: '2026-01-15T12:00:08.000Z', to: '2026-01-15T12:00:09.500Z' };
  expect(rowsBase(rows, at)).toEqual({ age_ms: 2_000, coverage: { ...span, complete: true } });
  const without = { ...row, last_price: null, last_price_age_ms: null };
  expect(rowsBase([...rows, without], at)).toEqual({ age_ms: null, coverage: { ...span, complete: false } });
});
