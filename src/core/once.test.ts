import { expect, test } from 'vitest';
import { once } from './once.ts';

test('a value is made once, and only when it is asked for', () => {
  let made = 0;
  const value = once(() => ({ n: ++made }));
  expect(made).toBe(0);
  expect(value()).toBe(value());
  expect(made).toBe(1);
});

test('undefined is kept too, and a throw is not', () => {
  let asked = 0;
  const nothing = once(() => void asked++);
  nothing();
  nothing();
  expect(asked).toBe(1);
  const late = once(() => {
    if (++asked < 3) throw new Error('not yet');
    return asked;
  });
  expect(late).toThrow('not yet');
  expect(late()).toBe(3);
});
