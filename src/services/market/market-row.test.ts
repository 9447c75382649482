import { expect, test } from 'vitest';
import { US_PER_SECOND } from '../../core/index.ts';
import { marketRow, rowAbsences, rowsBase } from './market-row.ts';
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

test('a row says what a contract is over, and nothing of the kind of a symbol without definition', () => {
  const on = stage();
  const reading = readMarket(on.engine, `${VENUE}:${SYMBOL}`, on.now());
  if (reading?.symbol.instrument == null) throw new Error('not followed');
  const contract = { size: 100, settle: 'BTC', inverse: true, underlying: 'BTC', strike: null };
  const terms = { ...contract, expiry: START, optionSide: null };
  const instrument = { ...reading.symbol.instrument, kind: 'future' as const, contract: terms };
  const row = marketRow({ ...reading, symbol: { ...reading.symbol, instrument } });
  expect(row).toMatchObject({ kind: 'future', contract: { ...contract, expiry: '2026-01-15T12:00:00.000Z', option_side: null } });
  const without = marketRow({ ...reading, symbol: { ...reading.symbol, instrument: null } });
  expect(without).toMatchObject({ kind: null, contract: null });
  expect(rowAbsences([without], () => 'no price')).toContainEqual({
    field: 'markets[0].kind',
    reason: 'no instrument definition says what it is',
    ready_at: null,
  });
});
