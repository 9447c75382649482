import { expect, test } from 'vitest';
import { classify } from './refusals.ts';

const BANNED = '{"code":-1003,"msg":"Way too much request weight used; IP banned until 1660090423228."}';

test.each([
  [{ date: 'Wed, 10 Aug 2022 00:10:23 GMT' }, BANNED, 201_228],
  [{}, BANNED, 120_000],
  [{}, '<html>', 120_000],
])('a ban lasts as long as its body says, by the clock of its answer: %j %s', (headers, body, retryAfterMs) =>
  // ccxt/ccxt#14639, knowm/XChange#4011: the end of a ban stands in the body only.
  expect(classify(418, headers as Record<string, string>, body)).toEqual({ kind: 'banned', retryAfterMs }),
);
