import { expect, test } from 'vitest';
import type { Venue } from '../../src/core/index.ts';
import { brokenClaims } from './claims.ts';
import { runSchedule, type Schedule } from './run-schedule.ts';

/** A feed with a planted bug must be caught; otherwise the schedules prove nothing. */
const caught = (schedule: Schedule) => brokenClaims({ target: null }, runSchedule(schedule));

const base = { seed: 5, seconds: 20, levels: 150, intensity: 0.5 };

test('a feed that takes every update for the next is caught when frames are lost', () => {
  const careless = (venue: Venue): Venue => ({ ...venue, book: { ...venue.book, next: () => 'next', bridge: () => 'next' } });
  const schedule: Schedule = {
    ...base,
    venue: 'binance-spot',
    faults: 'drop:0.02',
    settings: { auditSeconds: 0, streams: ['book'] },
  };
  expect(caught(schedule)).toEqual([]);
  expect(caught({ ...schedule, alter: careless })).toEqual([expect.stringContaining('was not the truth')]);
});

test('a feed that does not look at checksums is caught when frames are lost', () => {
  const blind = (venue: Venue): Venue => ({ ...venue, book: { ...venue.book, checksum: () => null } });
  const schedule: Schedule = { ...base, venue: 'kraken-spot', faults: 'drop:0.02' };
  expect(caught(schedule)).toEqual([]);
  expect(caught({ ...schedule, alter: blind })).toEqual([expect.stringContaining('was not the truth')]);
});

test('a feed that joins an old snapshot to later updates is caught when snapshots come late', () => {
  const hasty = (venue: Venue): Venue => ({
    ...venue,
    book: { ...venue.book, bridge: (_, { last }) => (last === null ? 'gap' : 'next') },
  });
  const schedule: Schedule = {
    ...base,
    venue: 'binance-spot',
    faults: 'close@5s,close@9s,close@13s,drop:0.05',
    settings: { auditSeconds: 0, streams: ['book'] },
  };
  expect(caught(schedule)).toEqual([]);
  expect(caught({ ...schedule, alter: hasty })).toEqual([expect.stringContaining('was not the truth')]);
});

test('a feed that asks but once is caught when the answer is refused', () => {
  const lazy = (venue: Venue): Venue => {
    let asked = 0;
    const { snapshot } = venue.questions;
    if (snapshot === undefined) throw new Error('the venue has no snapshots');
    const rare: typeof snapshot = { ...snapshot, request: (input) => (asked++ < 3 ? snapshot.request(input) : null) };
    return { ...venue, questions: { ...venue.questions, snapshot: rare } };
  };
  const schedule: Schedule = { ...base, venue: 'binance-spot', faults: 'drop:0.05', settings: { auditSeconds: 0 } };
  expect(caught(schedule)).toEqual([]);
  expect(caught({ ...schedule, alter: lazy })).toEqual(['it did not recover when the faults were over']);
});
