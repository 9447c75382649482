// Receipts that are checked by a build other than the one that issued them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { num } from '../../src/core/number-marks.ts';
import { FORMULAS, knownMarks } from '../../src/operations/index.ts';
import type { ClaimAnswer } from '../../src/services/claims/index.ts';
import { venues } from '../../src/venues/index.ts';
import { logRun, type Asked } from '../app/testing/logged-run.ts';
import { LANE } from '../testing/scale.ts';
import { changedBuild, nextVersion, operationOf, withFields, type Change } from './testing/changed-build.ts';
import { checking, type CheckingOptions } from './testing/checking.ts';

const RECEIPTS = LANE === 'usual' ? 50 : 1_000;
const ASK_EVERY_MS = 250;
const ASKED_EACH = 4;
const WARM_UP_SECONDS = 4;

let directory: string;
let asked: readonly Asked[];

const newFormula = { ...nextVersion('mid'), id: 'double-mid', version: 1, title: 'Twice the mid' };
const elsewhere = { ...operationOf('list_markets'), name: 'list_more_markets' };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallyfoil-builds-'));
  const seconds = WARM_UP_SECONDS + (RECEIPTS * ASK_EVERY_MS) / ASKED_EACH / 1_000;
  const run = await logRun({ directory, venues: ['binance-spot', 'kraken-spot'], seconds, seed: 9, askEveryMs: ASK_EVERY_MS });
  asked = run.asked.slice(-RECEIPTS);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const receiptsOf = (operation: string | null): readonly string[] =>
  asked.filter((one) => operation === null || one.operation === operation).map(({ answer }) => String(answer['receipt']));

const check = (text: string, change: Change, more: Partial<CheckingOptions> = {}): Promise<ClaimAnswer> =>
  checking({ directory, source: 'recorded', registry: changedBuild(change), ...more })(text);

/** Verdict and reason of each receipt, each distinct one once. */
async function verdicts(operation: string | null, change: Change, more?: Partial<CheckingOptions>): Promise<readonly string[]> {
  const { receipts } = await check(receiptsOf(operation).join('\n'), change, more);
  expect(receipts.length).toBeGreaterThan(0);
  return [...new Set(receipts.map(({ verdict, reason }) => (verdict === 'matched' ? verdict : `${verdict}: ${reason}`)))];
}

test(`${RECEIPTS} receipts outlive a formula, fields, a default and an operation that were added since`, async () => {
  expect(receiptsOf(null)).toHaveLength(RECEIPTS);
  const book = operationOf('get_book');
  const change = {
    formulas: [newFormula],
    operations: [
      withFields('get_report', { double_mid: num('double-mid', 'Twice the mid.').nullable() }, (answer) => ({
        ...answer,
        double_mid: Number(answer['mid_price']) * 2,
      })),
      withFields('get_flow', { note: z.string().describe('A note.') }, (answer) => ({ ...answer, note: 'new' })),
      { ...book, input: book.input.extend({ depth: z.number().int().min(1).max(500).describe('Levels.').default(3) }) },
      elsewhere,
    ],
  };
  expect(await verdicts(null, change)).toEqual(['matched']);
});

test('a field that came later is not proven by a receipt of before', async () => {
  const change = {
    operations: [withFields('get_report', { note: z.number().describe('A note.') }, (answer) => ({ ...answer, note: 41.75 }))],
  };
  const receipt = receiptsOf('get_report').at(-1) ?? '';
  const { receipts, figures } = await check(`41.75 {note} [${receipt}]`, change);
  expect(receipts).toMatchObject([{ verdict: 'matched' }]);
  expect(figures.map(({ verdict }) => verdict)).toEqual(['not_checked']);
});

describe('an answer that is another now is unsupported, and says what changed', () => {
  const other = (name: string, field: string) => withFields(name, {}, (answer) => ({ ...answer, [field]: 12.5 }));

  test('a formula', async () => {
    const change = { formulas: [nextVersion('spread-bps-of-bid')], operations: [other('get_report', 'spread_bps')] };
    expect(await verdicts('get_report', change)).toEqual([
      'unsupported: made by another build: formula spread-bps-of-bid version 1 -> 2. Check it with the build that issued it',
    ]);
    expect(await verdicts('get_flow', change)).toEqual(['matched']);
  });

  test('a new version with the same result stays matched', async () => {
    expect(await verdicts(null, { formulas: FORMULAS.map(({ id }) => nextVersion(id)) })).toEqual(['matched']);
  });

  test('the feed, the market service, a study, a decoder', async () => {
    const changed = other('get_report', 'spread_bps');
    const before = changed.versions?.['market'] ?? 0;
    const feed = changed.versions?.['feed'] ?? 0;
    const market = { ...changed, versions: { ...changed.versions, feed: feed + 1, market: before + 1, 'study health': 2 } };
    expect(await verdicts('get_report', { operations: [market] })).toEqual([
      `unsupported: made by another build: feed version ${feed} -> ${feed + 1}, market version ${before} -> ${before + 1}, study health version 1 -> 2. Check it with the build that issued it`,
    ]);
    const newer = new Map([...venues].map(([id, venue]) => [id, { ...venue, card: { ...venue.card, version: 2 } }]));
    const decoded = await verdicts('get_report', { operations: [other('get_report', 'spread_bps')] }, { venues: newer });
    expect(decoded.toSorted()).toEqual([
      'unsupported: made by another build: decoder of binance-spot version 1 -> 2. Check it with the build that issued it',
      'unsupported: made by another build: decoder of kraken-spot version 1 -> 2. Check it with the build that issued it',
    ]);
  });

  test('a field that is gone, and one with other values', async () => {
    const { spread_bps: _, state: __, ...shape } = operationOf('get_report').output.shape;
    const changed = {
      ...withFields('get_report', {}, ({ spread_bps: ___, ...answer }) => ({ ...answer, state: 'quiet' })),
      output: z.object({ ...shape, state: z.string() }),
    };
    expect(await verdicts('get_report', { operations: [changed] })).toEqual([
      'unsupported: made by another build: formula spread-bps-of-bid is gone, field state has other values now, field spread_bps is gone. Check it with the build that issued it',
    ]);
  });

  test('but a state that could be said since excuses no altered receipt', async () => {
    const { state: _, ...shape } = operationOf('get_report').output.shape;
    const changed = {
      ...operationOf('get_report'),
      output: z.object({ ...shape, state: z.enum(['quiet', 'synced', 'gap', 'syncing', 'stale', 'down', 'connecting']) }),
    };
    const receipt = receiptsOf('get_report').at(-1) ?? '';
    const { receipts } = await check(`${receipt} ${receipt.replace(/\d{12}$/, '123456789012')}`, { operations: [changed] });
    expect(receipts.map(({ verdict }) => verdict)).toEqual(['matched', 'altered']);
  });

  test('an operation that is gone', async () => {
    const registry = changedBuild({});
    const without = { ...registry, byName: new Map([...registry.byName].filter(([name]) => name !== 'get_trades')) };
    const { receipts } = await checking({ directory, source: 'recorded', registry: without })(receiptsOf('get_trades').join(' '));
    const reason = 'no operation of that name in this build';
    expect(receipts).toEqual(receipts.map((row) => ({ ...row, verdict: 'unsupported', reason })));
    expect(receipts.length).toBeGreaterThan(0);
  });

  test('a mark that this build does not know', async () => {
    const known = { marks: {}, firstForm: {} };
    const change = { formulas: [nextVersion('mid')], operations: [other('get_report', 'mid_price')] };
    const [only, ...more] = await verdicts('get_report', change, { known });
    expect(more).toEqual([]);
    expect(only).toMatch(/^unsupported: made by another build: its mark \d{6} is not known to this build/);
  });
});

describe('a forged receipt', () => {
  const forged = (receipt: string, mark: string, digest?: string) =>
    receipt.replace(/:(\d{6}):(\d{12})$/, (_, __, own: string) => `:${mark}:${digest ?? own}`);

  test('with the mark of another build and a false digest is never matched', async () => {
    const { marks } = await knownMarks();
    const receipt = receiptsOf('get_report').at(-1) ?? '';
    const own = /:(\d{6}):\d{12}$/.exec(receipt)?.[1] ?? '';
    const other = Object.keys(marks['get_flow'] ?? {})[0] ?? '';
    const rows = async (text: string) => (await check(text, {})).receipts.map(({ verdict }) => verdict);
    expect(await rows(receipt)).toEqual(['matched']);
    expect(await rows(forged(receipt, own, '000000000001'))).toEqual(['altered']);
    // The mark of another operation proves nothing about this operation.
    expect(await rows(forged(receipt, other))).toEqual(['unsupported']);
    expect(await rows(forged(receipt, '000000'))).toEqual(['unsupported']);
  });

  test('that names an old mark of fewer fields must give those fields', async () => {
    const receipt = receiptsOf('get_report').at(-1) ?? '';
    const change = {
      operations: [withFields('get_report', { note: z.string().describe('A note.') }, (answer) => ({ ...answer, note: 'new' }))],
    };
    const altered = receipt.replace(/\d{12}$/, '123456789012');
    const { receipts } = await check(`${receipt} ${altered}`, change);
    expect(receipts.map(({ verdict }) => verdict)).toEqual(['matched', 'altered']);
  });
});

test('evidence of a kind that this build does not know is unsupported', async () => {
  const receipt = (receiptsOf('get_report').at(-1) ?? '').replace(/:l\d{6}\.[^:]+:/, ':q482910.7:');
  const { receipts } = await check(receipt, {});
  expect(receipts).toMatchObject([
    { verdict: 'unsupported', reason: 'made by another build: this one knows no evidence of the kind "q"' },
  ]);
});
