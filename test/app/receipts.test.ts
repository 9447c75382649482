import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAsking } from '../../src/app/asking.ts';
import { proversOf } from '../../src/app/proofs/provers.ts';
import { readConfig } from '../../src/app/config.ts';
import { parseReceipt, toRfc3339, US_PER_SECOND } from '../../src/core/index.ts';
import { createClaimService, type ClaimService } from '../../src/services/claims/index.ts';
import { judgeText } from '../../src/services/claims/judge/text.ts';
import { provenOf } from '../../src/services/claims/judge/proven.ts';
import { createLogEvidence } from '../../src/services/market/index.ts';
import { venues } from '../../src/venues/index.ts';
import { logRun, LOG_ID, RUN_START, type Asked } from './testing/logged-run.ts';

const SECONDS = 40;
const MOST = 100_000;
let directory: string;
let asked: readonly Asked[];
let claims: ClaimService;

/** A service in another process after a restart; it has only the folder. */
const fromFolder = (folder: string): ClaimService =>
  createClaimService({
    provers: proversOf(createLogEvidence({ directory: folder, venues, source: 'recorded', settings: readConfig({}) })),
    source: 'recorded',
    asking: createAsking(),
    now: null,
    clock: { now: () => RUN_START + SECONDS * US_PER_SECOND, after: () => () => {} },
  });

const check = (text: string) => claims.check({ text, claims: [], maxAgeSec: MOST });
const reports = () => asked.filter(({ operation }) => operation === 'get_report');
const numberAt = (answer: Asked['answer'], path: string): number =>
  path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], answer) as number;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallyfoil-receipts-'));
  ({ asked } = await logRun({
    directory,
    venues: ['binance-spot', 'kraken-spot'],
    seconds: SECONDS,
    seed: 77,
    faults: 'drop:0.005,close@25s',
    log: { segmentBytes: 400_000 },
    askEveryMs: 130,
  }));
  claims = fromFolder(directory);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('1,000 receipts of a run with rolled segments all match, in another process, in any order', async () => {
  const files = (await readdir(join(directory, 'raw'))).length;
  expect(files).toBeGreaterThan(3);
  expect(asked.length).toBeGreaterThanOrEqual(1_000);
  const receipts = asked.map(({ answer }) => answer['receipt'] as string).toReversed();
  expect(new Set(asked.map(({ operation }) => operation)).size).toBeGreaterThanOrEqual(7);
  const answer = await check(receipts.join('\n'));
  expect(answer.receipts.filter(({ verdict }) => verdict !== 'matched')).toEqual([]);
  expect(answer).toMatchObject({ verdict: 'matched', figures: [], caveats: [] });
});

test('each altered digit of a receipt is caught', async () => {
  const receipt = asked.at(-5)?.answer['receipt'] as string;
  const altered = [...receipt.matchAll(/\d/g)]
    .filter(({ index }) => index > 3)
    .map(({ index }) => receipt.slice(0, index) + String((Number(receipt[index]) + 1) % 10) + receipt.slice(index + 1));
  expect(altered.length).toBeGreaterThan(15);
  const { receipts } = await check(altered.join('\n'));
  expect(receipts.filter(({ verdict }) => verdict === 'matched')).toEqual([]);
  for (const form of ['tf1:', 'tf3:']) expect((await check(receipt.replace('tf2:', form))).verdict).toBe('unsupported');
});

test('each altered digit of a whole answer is caught, with its place', async () => {
  const { answer } = reports().at(-3) as Asked;
  expect((await check(JSON.stringify(answer))).verdict).toBe('matched');
  const paths = ['mid_price', 'last_price', 'depth.sum_bid', 'flow.orders_per_sec'];
  const altered = paths.map((path) => {
    const claimed = structuredClone(answer) as Record<string, unknown>;
    const parts = path.split('.');
    const holder = parts.slice(0, -1).reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, claimed);
    holder[parts.at(-1) as string] = numberAt(answer, path) + 0.01;
    return JSON.stringify(claimed);
  });
  // Each by itself would restore and replay the log once more.
  expect(await check(altered.join('\n\n'))).toMatchObject({
    verdict: 'altered',
    figures: paths.map((field) => ({ field, verdict: 'altered' })),
  });
});

describe('a paragraph', () => {
  const paragraph = (answer: Asked['answer']) =>
    `${String(answer['symbol'])} trades at ${numberAt(answer, 'last_price')}, with a mid price of ${numberAt(answer, 'mid_price')} and a ` +
    `spread of ${numberAt(answer, 'spread_bps').toFixed(4)} bps; the best bid is ${numberAt(answer, 'best_bid.price')}. ` +
    `Imbalance ${(numberAt(answer, 'depth.imbalance') * 100).toFixed(2)} % [${String(answer['receipt'])}].`;

  const whole = () =>
    reports().filter(
      ({ answer }) => answer['state'] === 'synced' && answer['mid_price'] !== null && answer['last_price'] !== null,
    );

  test('whose figures are right matches', async () => {
    const { answer } = whole().at(-4) as Asked;
    const result = await check(paragraph(answer));
    expect(result).toMatchObject({ verdict: 'matched' });
    expect(result.figures.map(({ field }) => field)).toEqual([
      'last_price',
      'mid_price',
      'spread_bps',
      'best_bid.price',
      'depth.imbalance',
    ]);
  });

  test('with any digit of it altered is caught', () => {
    const { answer } = whole().at(-4) as Asked;
    const right = paragraph(answer);
    const receipt = String(answer['receipt']);
    const proven = provenOf({ receipt, operation: 'get_report', answer });
    const verdicts = (text: string) =>
      judgeText(text, [proven], { mostFigures: 500, quotes: false }).figures.map(({ verdict }) => verdict);
    expect(new Set(verdicts(right))).toEqual(new Set(['matched']));
    const prose = right.slice(0, right.indexOf('[')).replace(String(answer['symbol']), (name) => 'X'.repeat(name.length));
    let tried = 0;
    for (const { index } of prose.matchAll(/\d/g)) {
      const text = right.slice(0, index) + String((Number(right[index]) + 3) % 10) + right.slice(index + 1);
      expect(verdicts(text), text).not.toEqual(verdicts(right));
      tried++;
    }
    expect(tried).toBeGreaterThan(20);
  });

  test('with an earlier value under a later receipt is stale', async () => {
    const all = whole().filter(({ answer }) => answer['venue'] === 'binance-spot' && answer['symbol'] === 'BTCUSDT');
    const now = all.at(-1) as Asked;
    const then = all
      .slice(0, -10)
      .findLast(({ answer }) => numberAt(answer, 'mid_price') !== numberAt(now.answer, 'mid_price')) as Asked;
    const result = await check(
      `The mid price of BTCUSDT is ${numberAt(then.answer, 'mid_price')} [${String(now.answer['receipt'])}]`,
    );
    expect(result.figures.map(({ verdict }) => verdict)).toEqual(['stale']);
    expect(result.verdict).toBe('stale');
  });

  test('with more figures than the limit is not called right, and figures that cannot be checked are reported', async () => {
    const { answer } = whole().at(-4) as Asked;
    const many = `${'mid price '.concat(String(numberAt(answer, 'mid_price')), '; ').repeat(501)}[${String(answer['receipt'])}]`;
    expect(await check(many)).toMatchObject({
      verdict: 'partly_checked',
      caveats: ['Only the first 500 figures were checked. Send the rest in another request.'],
    });
    const wrong = await check(`The mid price is ${numberAt(answer, 'mid_price') + 5_000} [${String(answer['receipt'])}]`);
    expect(wrong.figures[0]).toMatchObject({
      verdict: 'altered',
      reason: expect.stringContaining('the log begins at 2026-'),
    });
  });

  test('with a figure that no answer has is unsupported, and a text without receipts cannot be checked', async () => {
    const { answer } = whole().at(-4) as Asked;
    expect(await check(`Volume will be 123456789012 [${String(answer['receipt'])}]`)).not.toMatchObject({ verdict: 'matched' });
    expect(await check('The mid is 64,000.')).toMatchObject({ verdict: 'unsupported', receipts: [] });
  });
});

test('an old figure that no longer holds is stale; one that still holds is not', async () => {
  const early = reports().find(({ answer }) => answer['state'] === 'synced' && answer['mid_price'] !== null) as Asked;
  const late = reports().findLast(
    ({ answer }) => answer['symbol'] === early.answer['symbol'] && answer['venue'] === early.answer['venue'],
  ) as Asked;
  const evidence = createLogEvidence({ directory, venues, source: 'recorded', settings: readConfig({}) });
  const cited = parseReceipt(late.answer['receipt'] as string)?.evidence;
  if (cited?.kind !== 'log') throw new Error('no place');
  let verdicts: readonly string[] = [];
  await evidence.visit(cited.points, async (_, market) => {
    const later = createClaimService({
      provers: proversOf(evidence),
      source: 'recorded',
      asking: createAsking(),
      now: { market },
      clock: { now: () => RUN_START + SECONDS * US_PER_SECOND, after: () => () => {} },
    });
    const text = `mid price ${numberAt(early.answer, 'mid_price')}, high ${numberAt(early.answer, 'high_24h')} [${String(early.answer['receipt'])}]`;
    verdicts = (await later.check({ text, claims: [], maxAgeSec: 1 })).figures.map(({ verdict }) => verdict);
  });
  expect(toRfc3339(RUN_START)).toContain('2026');
  expect(verdicts[0]).toBe('stale');
});

test('without the log of that time, nothing is claimed', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'tallyfoil-receipts-'));
  try {
    await rm(join(elsewhere, 'raw'), { recursive: true, force: true });
    const receipt = asked[0]?.answer['receipt'] as string;
    await expect(fromFolder(elsewhere).check({ text: receipt, claims: [], maxAgeSec: MOST })).rejects.toMatchObject({
      code: 'TF_LOG_MISSING',
    });
    const reasons = async (text: string) => (await check(text)).receipts.map(({ verdict, reason }) => `${verdict}: ${reason}`);
    expect(await reasons(receipt.replace(LOG_ID, '482911'))).toEqual(['unsupported: this receipt cites another log']);
    expect(await reasons(receipt.replace(`${LOG_ID}.`, `${LOG_ID}.9`))).toEqual([
      'unsupported: the raw log no longer has that time: it was pruned',
    ]);
  } finally {
    await rm(elsewhere, { recursive: true, force: true });
  }
});
