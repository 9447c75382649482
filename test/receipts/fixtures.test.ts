// Logs and receipts of earlier builds; every later build must still prove them.
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseReceipt } from '../../src/core/index.ts';
import { compileCatalogue } from '../../src/operations/index.ts';
import { knownMarks } from '../../src/operations/marks/known-marks.ts';
import { hasReceipt, operationMark } from '../../src/operations/marks/operation-mark.ts';
import { parseReceiptMark } from '../../src/operations/marks/receipt-mark.ts';
import { checking } from './testing/checking.ts';
import { unpackFixture, type Kept } from './testing/fixture.ts';

const NAMES = readdirSync(join(import.meta.dirname, 'fixtures'));
const OPERATIONS = compileCatalogue({ detail: 'full' }).entries.flatMap(({ alias, operation }) =>
  alias === null && hasReceipt(operation) ? [operation] : [],
);
const MEND =
  'An answer changed under an unchanged mark. Raise the version of the formula of that field (src/operations/formulas), ' +
  'of the market service (src/services/market/answers/versions.ts), of the feed (src/runtime/feed/version.ts) ' +
  "or of the venue's decoder (its card), then run npm run docs.";

/** Receipts with the same mark that this build would give the same operation. */
async function underTodaysMark(answers: readonly Kept[]): Promise<ReadonlySet<string>> {
  const { firstForm } = await knownMarks();
  const today = new Map(OPERATIONS.map((operation) => [operation.name, operationMark(operation).id]));
  return new Set(
    answers.flatMap(({ receipt }) => {
      const read = parseReceipt(receipt);
      if (read === null) throw new Error(`${receipt} does not read any more`);
      const { operation, mark } = read;
      const id = receipt.startsWith('tf1:') ? firstForm[mark]?.[operation] : parseReceiptMark(mark).operation;
      return id === today.get(operation) ? [receipt] : [];
    }),
  );
}

test.each(NAMES)('%s has receipts of every operation that had them when it was recorded', async (name) => {
  const { directory, answers, operations } = await unpackFixture(name);
  await rm(directory, { recursive: true });
  expect(operations.length).toBeGreaterThan(8);
  const found = new Set(answers.map(({ receipt }) => parseReceipt(receipt)?.operation));
  expect([...found]).toEqual(expect.arrayContaining([...operations]));
});

test('there is a fixture of each form', () => {
  expect(NAMES).toEqual(expect.arrayContaining(['tf1', 'tf2', 'tf2-parts']));
});

test.each(NAMES)('the receipts of %s are matched, unless a mark says what changed since', async (name) => {
  const { directory, answers } = await unpackFixture(name);
  try {
    const check = checking({ directory, source: 'simulated' });
    const { receipts } = await check(answers.map(({ receipt }) => receipt).join('\n'));
    expect(receipts.length).toBe(answers.length);
    const same = await underTodaysMark(answers);
    const broken = receipts.filter(({ receipt, verdict, reason }) =>
      same.has(receipt) ? verdict !== 'matched' : verdict !== 'matched' && !reason.startsWith('made by another build: '),
    );
    const [first] = broken;
    if (first === undefined) return;
    const kept = answers.find(({ receipt }) => receipt === first.receipt);
    const now = await check(JSON.stringify(kept));
    throw new Error(`${first.receipt}: ${first.reason}. ${now.figures.map(({ field }) => field).join(', ')}\n${MEND}`);
  } finally {
    await rm(directory, { recursive: true });
  }
});
