import { describe, expect, test } from 'vitest';
import { VENUE_IDS, venueById, venues } from './index.ts';

test('a venue is found by its id', () => {
  expect([...venues].map(([id, { card }]) => [id, card.id])).toEqual(VENUE_IDS.map((id) => [id, id]));
  expect(venueById('kraken-spot')?.card.briefName).toBe('KRAKEN');
  expect(venueById('__proto__')).toBeUndefined();
});

describe.each([...venues.values()])('$card.id', ({ card, connect, book, rest }) => {
  test('names its hosts, how to replace them, and documents to read', () => {
    for (const url of card.hosts.ws.urls) expect(url).toMatch(/^wss:\/\//);
    for (const url of card.hosts.rest.urls) expect(url).toMatch(/^https:\/\//);
    expect([card.hosts.ws.env, card.hosts.rest.env].join()).toMatch(/^[A-Z_]+_WS_URL,[A-Z_]+_REST_URL$/);
    expect(card.documents.length).toBeGreaterThan(0);
  });

  test('plans exactly the subscriptions it is given, for every stream that it has', () => {
    const wanted = card.streams.flatMap(({ kind }) => ['A/B', 'C/D'].map((symbol) => ({ symbol, stream: kind })));
    const planned = connect.plan(wanted, card.hosts.ws.urls[0] as string).flatMap(({ subscriptions }) => subscriptions);
    expect(new Set(planned)).toEqual(new Set(wanted));
    expect(planned).toHaveLength(wanted.length);
  });

  test('has one source of a whole book', () => {
    expect(rest.snapshot('A/B') !== null).toBe(book.snapshot === 'rest');
    expect(connect.resync('A/B').length > 0).toBe(book.snapshot === 'stream');
  });
});
