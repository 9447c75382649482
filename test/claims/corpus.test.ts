// What people write about answers, each text with its truth: corpus/README.md says who wrote it and when it was looked at.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseReceipt } from '../../src/core/index.ts';
import { createClaimService, type Asking, type Prover } from '../../src/services/claims/index.ts';
import type { ClaimAnswer } from '../../src/services/claims/index.ts';

interface Line {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly truth: 'true' | 'false' | 'open';
  readonly plain: boolean;
}

interface Quoted {
  readonly operation: string;
  readonly answer: Readonly<Record<string, unknown>> & { readonly receipt: string };
}

const read = (name: string): string => readFileSync(new URL(`corpus/${name}`, import.meta.url), 'utf8');
const ANSWERS = JSON.parse(read('answers.json')) as Readonly<Record<string, Quoted>>;
const lines = (name: string): readonly Line[] =>
  read(name)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

const BY_RECEIPT = new Map(Object.values(ANSWERS).map(({ answer }) => [answer.receipt, answer]));

/** The log gives each answer of the corpus again; there is no time before it. */
const service = () => {
  const answers = new Map<string, Quoted['answer']>();
  for (const [receipt, answer] of BY_RECEIPT) {
    answers.set(JSON.stringify(parseReceipt(receipt)?.evidence), answer);
  }
  const prover: Prover<Quoted['answer']> = {
    async visit(evidence, look) {
      for (const one of evidence) await look(one, answers.get(JSON.stringify(one)) as Quoted['answer']);
      return new Map();
    },
    trail: () => Promise.resolve('not in a corpus'),
  };
  const asking: Asking<Quoted['answer']> = {
    ask: (_receipt, answer) => Promise.resolve(answer),
    judge: ({ head, digest }, answer) => {
      const isSame = answer['receipt'] === `${head}:${digest}`;
      return Promise.resolve({ verdict: isSame ? 'matched' : 'altered', reason: 'the corpus', answer });
    },
    barred: () => null,
    subject: () => null,
    unproven: (operation) => (operation === 'get_data_health' ? ['raw_log', 'bus'] : []),
  };
  const clock = { now: () => 0, after: () => () => {} };
  return createClaimService({ provers: { l: prover }, source: 'simulated', asking, now: null, clock });
};

const cited = (text: string): string =>
  text.replaceAll(/\[\[([\w-]+)\]\]/g, (_, name: string) => `[${ANSWERS[name]?.answer.receipt ?? name}]`);

async function judgeAll(name: string): Promise<readonly (Line & { readonly verdict: ClaimAnswer['verdict'] })[]> {
  const claims = service();
  const judged = [];
  for (const line of lines(name)) {
    const { verdict } = await claims.check({ text: cited(line.text), claims: [], maxAgeSec: 60 });
    judged.push({ ...line, verdict });
  }
  return judged;
}

const idsOf = (rows: readonly Line[]): readonly string[] => rows.map(({ id }) => id);

describe.each([
  // A to D call plain what has remarks in it too.
  { name: 'tuning.jsonl', least: 7_700, plain: 0.78 },
  { name: 'unseen.jsonl', least: 300, plain: 0.9 },
])('$name', ({ name, least, plain }) => {
  test('nothing false is matched, nothing true altered, plain sentences are matched', async () => {
    const judged = await judgeAll(name);
    expect(judged.length).toBeGreaterThanOrEqual(least);
    expect(idsOf(judged.filter(({ truth, verdict }) => truth !== 'true' && verdict === 'matched'))).toEqual([]);
    const right = judged.filter(({ truth }) => truth === 'true');
    const altered = right.filter(({ verdict }) => verdict === 'altered');
    expect(altered.length, idsOf(altered).join(' ')).toBeLessThanOrEqual(right.length * 0.01);
    const simple = right.filter((line) => line.plain);
    const matched = simple.filter(({ verdict }) => verdict === 'matched');
    expect(matched.length / simple.length).toBeGreaterThanOrEqual(plain);
  });
});

test('every value of every answer is proven as a claim, and as a field in braces', async () => {
  const claims = service();
  const counts = { claims: 0, inline: 0 };
  const wrong: string[] = [];
  for (const { answer } of Object.values(ANSWERS)) {
    const fields = leaves(answer).filter(([path]) => !/^(receipt|raw_log|bus|cite)\b/.test(path));
    for (let from = 0; from < fields.length; from += 200) {
      const some = fields.slice(from, from + 200).map(([field, value]) => ({ receipt: answer.receipt, field, value }));
      const { figures } = await claims.check({ text: '', claims: some, maxAgeSec: 60 });
      counts.claims += figures.length;
      for (const row of figures) if (row.verdict !== 'matched') wrong.push(`${row.field} ${row.figure}: ${row.reason}`);
    }
    for (const [field, value] of fields.filter(([, one]) => typeof one === 'number')) {
      if (/e/.test(String(value))) continue; // people write no exponents
      const { figures } = await claims.check({
        text: `It stands at ${String(value)} {${field}} [${answer.receipt}].`,
        claims: [],
        maxAgeSec: 60,
      });
      counts.inline++;
      const [row] = figures;
      if (row?.verdict !== 'matched' || figures.length !== 1)
        wrong.push(`{${field}} ${String(value)}: ${row?.reason ?? 'not seen'}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(counts.claims).toBeGreaterThan(3_000);
  expect(counts.inline).toBeGreaterThan(2_000);
});

type Leaf = readonly [path: string, value: number | string | boolean | null];

function leaves(value: unknown, path = ''): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, `${path}[${index}]`));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) => leaves(item, path === '' ? key : `${path}.${key}`));
  return [[path, value as Leaf[1]]];
}
