import { expect, test } from 'vitest';
import { z } from 'zod';
import { inputProblem } from './input-problems.ts';

const schema = z.object({
  symbol: z.string(),
  depth: z.number().int().min(1).max(5_000),
  share: z.number().gt(0).lt(1),
  detail: z.enum(['concise', 'full']),
  names: z.array(z.string().min(2)).max(2),
  venue: z.string().regex(/^[a-z-]+$/, 'must be a venue id such as binance-spot'),
  on: z.boolean(),
});
const good = { symbol: 'A', depth: 5, share: 0.5, detail: 'full', names: [], venue: 'a', on: true };

const problems = (given: Readonly<Record<string, unknown>>): string[] => {
  const raw = { ...good, ...given };
  return (schema.safeParse(raw).error?.issues ?? []).map((issue) => inputProblem(issue, raw));
};

test.each([
  [{ symbol: undefined }, 'symbol is missing: it must be text'],
  [{ symbol: 7 }, 'symbol is 7: it must be text'],
  [{ symbol: null }, 'symbol is null: it must be text'],
  [{ symbol: ['A'] }, 'symbol is a list: it must be text'],
  [{ depth: 'abc' }, 'depth is "abc": it must be a number'],
  [{ depth: 1.5 }, 'depth is 1.5: it must be a whole number'],
  [{ depth: 0 }, 'depth is 0: it must be at least 1'],
  [{ depth: 9_999 }, 'depth is 9999: it must be at most 5000'],
  [{ share: 1 }, 'share is 1: it must be less than 1'],
  [{ share: 0 }, 'share is 0: it must be more than 0'],
  [{ detail: 'all' }, 'detail is "all": it must be one of concise, full'],
  [{ detail: undefined }, 'detail is missing: it must be one of concise, full'],
  [{ detail: 'conscise' }, 'detail is "conscise": it must be one of concise, full; perhaps concise'],
  [{ names: ['a'] }, 'names.0 is "a": it must be at least 2 characters'],
  [{ names: ['aa', 'bb', 'cc'] }, 'names is a list: it must be at most 2 items'],
  [{ venue: 'KRAKEN!' }, 'venue is "KRAKEN!": must be a venue id such as binance-spot'],
  [{ on: 'yes' }, 'on is "yes": it must be true or false'],
] as const)('%j: %s', (given, said) => expect(problems(given)).toEqual([said]));

test('the quoted value is short and has no control characters', () => {
  const [said = ''] = problems({ detail: `\u001b[2J\u202e${'x'.repeat(9_000)}` });
  expect(said.length).toBeLessThan(120);
  for (const sign of ['\u001b', '\u202e']) expect(said).not.toContain(sign);
});
