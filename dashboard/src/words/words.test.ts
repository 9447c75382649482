import { describe, expect, test } from 'vitest';
import type { GetReportAnswer } from '../generated/api.ts';
import { report } from '../../../src/operations/testing/market.ts';
import { absenceOf } from './absence.ts';
import { age, bps, decimalsOf, exact, midPrice, money, ofWhole, percent, price, signed, size, toneOf } from './format.ts';
import { sentence } from './sentence.ts';

describe('numbers', () => {
  test.each([
    [price(91_234.5, 2), '91,234.50'],
    [price(0.000_123_4, null), '0.0001234'],
    [exact(0.727_139_999_999_999_8), '0.72714'],
    [exact(0.1 + 0.2), '0.3'],
    [exact(-1e-9), '−1e−9'],
    [exact(91_234.123_456_789), '91234.123456789'],
    [exact(9_007_199_254_740_991), '9007199254740990'],
    [size(0), '0'],
    [size(0.000_12), '0.00012'],
    [size(12.345_67), '12.35'],
    [size(123_456.7), '123,457'],
    [signed(-3.42), '−3.42'],
    [signed(3.42), '+3.42'],
    [signed(0), '0'],
    [bps(0.001_096), '0.0011'],
    [bps(12.345), '12.3'],
    [percent(-1.234), '−1.23 %'],
    [percent(0.004), '0.00 %'],
    [percent(-0.004), '0.00 %'],
    [percent(0.006), '+0.01 %'],
    [signed(-1e-12, money), '−0.000000000001'],
    [price(61_827.759_999_999_995, 2), '61,827.76'],
    [midPrice(148.132_999_999_999_98, 2), '148.133'],
    [exact(61_827.759_999_999_995), '61827.76'],
    [size(0.1 + 0.2), '0.30'],
    [bps(0.1 + 0.2), '0.30'],
    [money(-2_921_000), '−2.92M'],
    [age(850), '850 ms'],
    [age(12_340), '12.3 s'],
    [age(125_000), '2 min 5 s'],
    [age(7_260_000), '2 h 1 min'],
    [age(1_800_000), '30 min'],
    [age(1_800_900), '30 min'],
    [age(7_200_000), '2 h'],
    [midPrice(91_234.565, 2), '91,234.565'],
    [midPrice(91_234.5, 2), '91,234.500'],
    [midPrice(91_234.565, null), '91,234.565'],
    [ofWhole(0.703), '70.3 %'],
    [ofWhole(1), '100.0 %'],
  ])('%s', (written, expected) => expect(written).toBe(expected));

  test.each([
    [0.01, 2],
    [0.05, 2],
    [1, 0],
    [10, 0],
    [0.000_000_01, 8],
    [null, null],
  ])('a step of %s is written with %s digits', (step, digits) => expect(decimalsOf(step)).toBe(digits));
});

test('the colour says the sign only, and a value written as zero has neither', () => {
  expect([-2, 0, 3, null].map((value) => toneOf(value))).toEqual(['sell', undefined, 'buy', undefined]);
  expect([0.004, -0.004, 0.006].map((value) => toneOf(value, percent))).toEqual([undefined, undefined, 'buy']);
});

describe('absences', () => {
  test('a child of an absent field has the reason of its parent', () => {
    const reasons: Readonly<Record<string, string>> = {
      depth: 'no whole book',
      'windows[1]': 'nothing has come for 3 s',
      'windows[1].vwap': 'no trade in this window',
    };
    const answer = { absent: Object.entries(reasons).map(([field, reason]) => ({ field, reason, ready_at: null })) };
    const reasonOf = (path: string) => absenceOf(answer, path)?.reason;
    expect(reasonOf('depth.imbalance')).toBe('no whole book');
    expect(reasonOf('depth.top20_bid.0.p')).toBe('no whole book');
    expect(reasonOf('windows.1.ofi')).toBe('nothing has come for 3 s');
    expect(reasonOf('windows.1.vwap')).toBe('no trade in this window');
    expect(reasonOf('windows.0.vwap')).toBeUndefined();
    expect(absenceOf(answer, 'best_ask.price')).toBeNull();
    expect(absenceOf({}, 'depth')).toBeNull();
  });
});

describe('the sentence', () => {
  const names = { base: 'BTC', decimals: 2, net30: null };
  // A face may add fields to the service's report.
  const whole = report() as GetReportAnswer;

  test('states price, spread, pressure, the nearest wall and what lowers the health', () => {
    expect(sentence(whole, { ...names, net30: -3.42 })).toBe(
      'BTCUSDT last traded at 91,234.56, −1.23 % in 24 h; the spread is 0.0011 bps. ' +
        'Sellers took 3.42 BTC more than buyers in 30 s; the 20 best levels hold about as much on either side. ' +
        'The nearest wall is 12.5 BTC at 91,234.56, 0.000548 bps below; health is 87 of 100.',
    );
  });

  test('leaves out unknown figures and never shows them as 0', () => {
    const { liquidity } = whole;
    const blind: GetReportAnswer = {
      ...whole,
      last_price: null,
      spread_bps: null,
      mid_price: null,
      depth: null,
      health: null,
      flow: { orders_per_sec: null, net_flow: null },
      liquidity: { ...liquidity, walls: null },
    };
    expect(sentence(blind, names)).toBe('BTCUSDT has no price yet; there is no complete book, so the spread is unknown.');
  });

  test('states problems first', () => {
    const gap = { ...whole, inputs: whole.inputs.map((input) => ({ ...input, state: 'gap' as const })) };
    expect(sentence(gap, names)).toMatch(/^Not all streams are synced: book gap/);
    expect(sentence({ ...whole, ingestion: { status: 'down', fresh: false } }, names)).toMatch(/^No data arrive/);
    expect(sentence({ ...whole, anomalies: [{ type: 'spoofing', severity: 'high', note: null }] as never }, names)).toContain(
      'Suspected: spoofing.',
    );
  });
});
