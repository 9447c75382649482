import { expect, test } from 'vitest';
import { venues } from '../../src/venues/index.ts';
import { fuzzFeed } from './venues.ts';

test.each(['binance-spot', 'kraken-spot'] as const)('%s: a feed that is given mangled frames and answers goes on', (venue) => {
  const { failures, mangled, quarantined, books, synced } = fuzzFeed({ venue, from: 1, count: 4 });
  expect(failures).toEqual([]);
  expect(mangled).toBeGreaterThan(200);
  expect(quarantined).toBeGreaterThan(0);
  expect(synced / books).toBeGreaterThan(0.1);
});

test('100,000 instruments in one answer are read, and an answer beyond the limit is refused before it is parsed', () => {
  const venue = venues.get('kraken-spot');
  if (venue === undefined) throw new Error('no venue');
  const call = venue.rest.instruments(['BTC/USD']);
  const pair = (index: number) => `"P${index}":{"altname":"P${index}","wsname":"P${index}/USD","base":"P${index}","quote":"ZUSD","pair_decimals":1,"lot_decimals":8,"status":"online"}`; // prettier-ignore
  const body = (count: number, more = '') =>
    `{"error":[],"result":{${Array.from({ length: count }, (_, i) => pair(i)).join(',')}}${more}}`;
  const read = venue.rest.decode(call, body(100_000));
  expect(read.ok || read.error.reason).toBe(true);
  expect(venue.rest.decode(call, body(1, `,"x":"${'x'.repeat(17 << 20)}"`))).toMatchObject({
    ok: false,
    error: { reason: 'json_bounds' },
  });
});
