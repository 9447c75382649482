import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/testing/scale.ts';
import { answerOf, asking } from '../../../test/venues/asking.ts';
import { hostileJson } from '../../../test/venues/hostile.ts';
import { noRecordings } from '../../../test/venues/recordings.ts';
import { fundingHistory } from './funding-history.ts';

const asked = (from: number | null = null, limit = 3, symbol = 'BTCUSDT') => asking(fundingHistory, { symbol, from, limit });
const row = (changed: object = {}) => ({
  symbol: 'BTCUSDT',
  fundingTime: 1_600_128_000_000,
  fundingRate: '-0.00022270',
  ...changed,
});

test.each([
  [asked(), '/fapi/v1/fundingRate?symbol=BTCUSDT&limit=3'],
  [asked(1_600_128_000_000_001), '/fapi/v1/fundingRate?symbol=BTCUSDT&startTime=1600128000001&limit=3'],
  [asked(null, 1, 'A&limit=5'), '/fapi/v1/fundingRate?symbol=A%26limit%3D5&limit=1'],
])('%j', ({ call }, path) => expect(call).toMatchObject({ path, bucket: 'funding' }));

test('settlements, with a mark price where the venue states one', () => {
  const rows = [
    row(),
    row({ fundingTime: 1_600_156_800_010, fundingRate: '0', markPrice: '' }),
    row({ fundingTime: 1_600_185_600_003, markPrice: '34287.54619963' }),
  ];
  expect(answerOf(asked(), rows)).toEqual([
    { at: 1_600_128_000_000_000, rate: -0.000_222_7, markPrice: null },
    { at: 1_600_156_800_010_000, rate: 0, markPrice: null },
    { at: 1_600_185_600_003_000, rate: -0.000_222_7, markPrice: 34_287.546_199_63 },
  ]);
  expect(answerOf(asked(), [])).toEqual([]);
});

test.each([
  ['another symbol', [row({ symbol: 'ETHUSDT' })], 'bad_symbol'],
  ['no time', [row({ fundingTime: null })], 'bad_time'],
  ['no rate', [row({ fundingRate: '' })], 'bad_number'],
  ['a price of 0', [row({ markPrice: '0' })], 'bad_number'],
  ['newest first', [row(), row({ fundingTime: 1_600_099_200_000 })], 'bad_order'],
  ['an object', { code: 0 }, 'unknown_frame'],
])('%s is refused', (_, body, reason) => expect(answerOf(asked(), body)).toMatchObject({ reason }));

test('a full page from a time on has a next one, which begins after it', () => {
  const settled = [1, 2, 3].map((hours) => ({ at: hours * 3_600_000_000, rate: 0, markPrice: null }));
  const input = { symbol: 'BTCUSDT', from: 0, limit: 3 };
  expect(fundingHistory.next(input, settled)).toEqual({ ...input, from: 3 * 3_600_000_000 + 1_000 });
  expect(fundingHistory.next(input, settled.slice(1))).toBeNull();
  expect(fundingHistory.next({ ...input, from: null }, settled)).toBeNull();
});

test('nothing throws, whatever the body', () => {
  fc.assert(
    fc.property(fc.oneof(hostileJson, fc.string()), (body) => {
      fundingHistory.decode({ symbol: 'BTCUSDT', from: null, limit: 3 }, body);
    }),
    { numRuns: runs(200) },
  );
});

interface Route {
  readonly data: readonly { readonly fundingRate: string; readonly fundingTime: number; readonly symbol: string }[] | null;
}

test.skipIf(noRecordings !== null)('recorded answers of the venue decode with 0 refusals, each field as it was sent', () => {
  const path = join(process.env['TALLYFOIL_TEST_DATA'] ?? '', 'payloads/gocryptotrader/binance_http_public.json.gz');
  const { routes } = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as {
    readonly routes: Readonly<Record<string, { readonly GET: readonly Route[] }>>;
  };
  const bodies = (routes['/fapi/v1/fundingRate']?.GET ?? []).flatMap(({ data }) => (data === null ? [] : [data]));
  expect(bodies.flat().length).toBeGreaterThan(100);
  for (const body of bodies)
    expect(answerOf(asked(null, 1_000, body[0]?.symbol), body)).toEqual(
      body.map(({ fundingRate, fundingTime }) => ({ at: fundingTime * 1_000, rate: Number(fundingRate), markPrice: null })),
    );
});
