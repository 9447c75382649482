import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

const drain = (turns: { next(): string | undefined }): string[] => {
  const served: string[] = [];
  for (let item = turns.next(); item !== undefined; item = turns.next()) served.push(item);
  return served;
};

test('callers take turns, each with its oldest item, however many items one of them has waiting', () => {
  const turns = createTurns<string>({ most: 10, mostEach: 5 });
  for (const item of ['a1', 'a2', 'a3']) turns.add('a', item);
  turns.add('b', 'b1');
  turns.add('c', 'c1');
  expect(turns.next()).toBe('a1');
  turns.add('b', 'b2');
  expect(drain(turns)).toEqual(['b1', 'c1', 'a2', 'b2', 'a3']);
  expect(turns.size).toBe(0);
});

test('items beyond the limit of one caller, or of all callers, are refused', () => {
  const turns = createTurns<string>({ most: 3, mostEach: 2 });
  expect(['a1', 'a2', 'a3'].map((item) => turns.add('a', item))).toEqual([true, true, false]);
  expect(['b1', 'b2'].map((item) => turns.add('b', item))).toEqual([true, false]);
  turns.next();
  expect(turns.add('b', 'b2')).toBe(true);
});

test('a removed item no longer waits, and makes room', () => {
  const turns = createTurns<string>({ most: 2, mostEach: 2 });
  turns.add('a', 'a1');
  turns.add('a', 'a2');
  turns.remove('a1');
  turns.remove('a1');
  expect(turns.size).toBe(1);
  expect(turns.add('b', 'b1')).toBe(true);
  expect(drain(turns)).toEqual(['a2', 'b1']);
});
