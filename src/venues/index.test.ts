import { describe, expect, test } from 'vitest';
import { VENUE_IDS, venueById, venues } from './index.ts';

test('a venue is found by its id', () => {
  expect([...venues].map(([id, { card }]) => [id, card.id])).toEqual(VENUE_IDS.map((id) => [id, id]));
  expect(venueById('kraken-spot')?.card.briefName).toBe('KRAKEN');
  expect(venueById('__proto__')).toBeUndefined();
});

describe.each([...venues.values()])('$card.id', ({ card, connect, book, rest, questions, polls = [] }) => {
  test('names its hosts, how to replace them, and documents to read', () => {
    for (const url of card.hosts.ws.urls) expect(url).toMatch(/^wss:\/\//);
    for (const url of card.hosts.rest.urls) expect(url).toMatch(/^https:\/\//);
    expect([card.hosts.ws.env, card.hosts.rest.env].join()).toMatch(/^[A-Z_]+_WS_URL,[A-Z_]+_REST_URL$/);
    expect(card.documents.length).toBeGreaterThan(0);
  });

  test('plans exactly the subscriptions it is given, for every stream that it has', () => {
    const sent = card.streams.filter(({ kind }) => !polls.some(({ stream }) => stream === kind));
    const wanted = sent.flatMap(({ kind }) => ['A/B', 'C/D'].map((symbol) => ({ symbol, stream: kind })));
    const planned = connect.plan(wanted, card.hosts.ws.urls[0] as string).flatMap(({ subscriptions }) => subscriptions);
    expect(new Set(planned)).toEqual(new Set(wanted));
    expect(planned).toHaveLength(wanted.length);
  });

  test.each([1, 40, 120])(
    'plans of %i symbols give themselves again, and lose one symbol without a change for others',
    (count) => {
      const sent = card.streams.filter(({ kind }) => !polls.some(({ stream }) => stream === kind));
      const symbols = Array.from({ length: count }, (_, i) => `A${i}/B`);
      const host = card.hosts.ws.urls[0] as string;
      const wanted = symbols.flatMap((symbol) => sent.map(({ kind }) => ({ symbol, stream: kind })));
      for (const plan of connect.plan(wanted, host)) {
        expect(connect.plan(plan.subscriptions, host)).toEqual([plan]);
        const left = plan.subscriptions.filter(({ symbol }) => symbol !== 'A0/B');
        expect(connect.plan(left, host).flatMap(({ subscriptions }) => subscriptions)).toEqual(left);
      }
    },
  );

  test('unsubscribes what it planned for a symbol and nothing of another', () => {
    const wanted = card.streams.flatMap(({ kind }) => ['AAA/B', 'CCC/D'].map((symbol) => ({ symbol, stream: kind })));
    const plans = connect.plan(wanted, card.hosts.ws.urls[0] as string);
    const frames = plans.flatMap((plan) => connect.unsubscribe('AAA/B', plan));
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames) {
      expect(frame).toMatch(/unsubscribe/i);
      expect(frame).toMatch(/aaa/i);
      expect(frame).not.toMatch(/ccc/i);
    }
    expect(plans.flatMap((plan) => connect.unsubscribe('EEE/F', plan))).toEqual([]);
  });

  test('has one source of a whole book', () => {
    expect(questions.snapshot !== undefined).toBe(book.snapshot === 'rest');
    expect(connect.resync('A/B').length > 0).toBe(book.snapshot === 'stream' && book.levels !== 'snapshots');
  });

  test('polls streams that its card lists with the same interval, each by one poll', () => {
    for (const { stream, everyMs } of polls)
      expect(card.streams).toContainEqual(expect.objectContaining({ kind: stream, everyMs }));
    expect(new Set(polls.map(({ stream }) => stream)).size).toBe(polls.length);
  });

  const asked = [...Object.values(questions), ...polls.map(({ question }) => question)];

  test('each question has an id of its own', () => {
    for (const [id, question] of Object.entries(questions)) expect(question.id).toBe(id);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(asked.length);
  });

  test('each question names a bucket of the card, whose limits have room for it', () => {
    for (const { id, bucket, weight } of asked) {
      const limits = card.restLimits[bucket] ?? [];
      expect(limits.length, `${id} names the bucket ${bucket}`).toBeGreaterThan(0);
      for (const { counts, most, share } of limits) expect(counts === 'weight' ? weight : 1).toBeLessThanOrEqual(most * share);
    }
  });

  test('notices a dead connection only after a ping could have been answered', () => {
    const subscriptions = card.streams.map(({ kind }) => ({ symbol: 'A/B', stream: kind }));
    for (const { idleMs, ping } of connect.plan(subscriptions, card.hosts.ws.urls[0] as string))
      expect(idleMs).toBeGreaterThan(ping.everyMs);
  });

  test('keeps the headers that it reads, in lower case', () => {
    for (const name of card.keptHeaders) expect(name).toBe(name.toLowerCase());
    const all = Object.fromEntries(card.keptHeaders.map((name) => [name, '7']));
    expect(rest.usedWeight(all) === null).toBe(card.keptHeaders.length === 0);
  });
});
