import { expect, test } from 'vitest';
import { venues } from '../../src/venues/index.ts';
import { report } from '../testing/report.ts';
import { shareOf } from '../testing/scale.ts';
import { BOOK_RULES, perRule, venueOf } from '../feed/book-rules.ts';
import { fuzzFeed } from './venues.ts';

/** Of all book rules together. */
const FEEDS = 400;

test.each(BOOK_RULES)('a feed of %s that gets mangled frames and answers continues', (rule) => {
  const { failures, ...tally } = fuzzFeed({ venue: (seed) => venueOf(rule, seed), from: 1, count: perRule(shareOf(FEEDS)) });
  report(`${rule}: ${JSON.stringify(tally)}`);
  const { mangled, quarantined, books, synced } = tally;
  expect(failures).toEqual([]);
  expect(mangled).toBeGreaterThan(100);
  expect(quarantined).toBeGreaterThan(0);
  expect(synced / books).toBeGreaterThan(0.1);
});

test('100,000 instruments in one answer are read, and an answer beyond the limit is refused before it is parsed', () => {
  const venue = venues.get('kraken-spot');
  if (venue === undefined) throw new Error('no venue');
  const { instruments } = venue.questions;
  const asked = { symbols: ['BTC/USD'] };
  const pair = (index: number) => `"P${index}":{"altname":"P${index}","wsname":"P${index}/USD","base":"P${index}","quote":"ZUSD","pair_decimals":1,"lot_decimals":8,"status":"online"}`; // prettier-ignore
  const body = (count: number, more = '') =>
    `{"error":[],"result":{${Array.from({ length: count }, (_, i) => pair(i)).join(',')}}${more}}`;
  const read = instruments.decode(asked, body(100_000));
  expect(read.ok || read.error.reason).toBe(true);
  expect(instruments.decode(asked, body(1, `,"x":"${'x'.repeat(17 << 20)}"`))).toMatchObject({
    ok: false,
    error: { reason: 'json_bounds' },
  });
});
