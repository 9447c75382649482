import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createAsking } from '../../src/app/asking.ts';
import { proversOf } from '../../src/app/proofs/provers.ts';
import { readConfig } from '../../src/app/config.ts';
import { SHARED_BYTES } from '../../src/app/proofs/messages.ts';
import { createProofs, type Proofs, type ProofsOptions } from '../../src/app/proofs/run-proofs.ts';
import { checkedBy } from '../../src/app/proofs/services.ts';
import { startThread } from '../../src/app/proofs/thread.ts';
import { BUDGET_SPENT, silentLog, type Caller } from '../../src/core/index.ts';
import { testFace } from '../../src/faces/testing/face.ts';
import { handMadeMarket } from '../../src/operations/testing/market.ts';
import { handMadeServices } from '../../src/operations/testing/services.ts';
import { systemClock } from '../../src/runtime/transport/index.ts';
import { createClaimService, type ClaimAnswer } from '../../src/services/claims/index.ts';
import { createLogEvidence, marketSettingsOf } from '../../src/services/market/index.ts';
import { venues } from '../../src/venues/index.ts';
import { logRun, RUN_START, type Asked } from './testing/logged-run.ts';

const MOST = 100_000;
let directory: string;
let asked: readonly Asked[];
const open: Proofs[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallyfoil-proofs-'));
  const run = { directory, venues: ['binance-spot', 'kraken-spot'], seconds: 12, seed: 9, askEveryMs: 250 } as const;
  ({ asked } = await logRun({ ...run, log: { segmentBytes: 400_000 } }));
});
afterEach(async () => {
  for (const proofs of open.splice(0)) await proofs.close();
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function proofsOn(options: Partial<ProofsOptions> = {}): Proofs {
  const proofs = createProofs({
    directory,
    source: 'recorded',
    venues: [...venues.keys()],
    settings: marketSettingsOf(readConfig({})),
    budgetMs: 60_000,
    market: handMadeMarket(),
    flush: async () => {},
    clock: systemClock,
    log: silentLog,
    ...options,
  });
  open.push(proofs);
  return proofs;
}

const HOSTILE = { entry: new URL('testing/hostile-thread.js', import.meta.url), heapMb: 64 };
const hostile = (budgetMs = 20) => proofsOn({ plan: HOSTILE, budgetMs });
const job = (text: string) => ({ kind: 'check', query: { text, claims: [], maxAgeSec: MOST } }) as const;
const check = async (proofs: Proofs, text: string, signal?: AbortSignal) =>
  (await proofs.run(job(text), { signal })) as ClaimAnswer;
const receipts = () => asked.map(({ answer }) => String(answer['receipt']));

test('a check in the thread gives the same result as in this process, and this thread is not blocked', async () => {
  const text = receipts().slice(0, 30).join('\n');
  const own = createClaimService({
    provers: proversOf(createLogEvidence({ directory, venues, source: 'recorded', settings: readConfig({}) })),
    source: 'recorded',
    asking: createAsking(),
    now: null,
    clock: { now: () => RUN_START, after: () => () => {} },
  });
  const expected = await own.check({ text, claims: [], maxAgeSec: MOST });
  expect(expected.receipts.filter(({ verdict }) => verdict === 'matched').length).toBe(30);
  const proofs = proofsOn({ clock: { ...systemClock, now: () => RUN_START } });
  let turns = 0;
  const turning = setInterval(() => turns++, 5);
  const answer = await check(proofs, text);
  clearInterval(turning);
  expect(answer).toEqual(expected);
  expect(turns).toBeGreaterThan(5);
  expect(proofs.spent()).toBeGreaterThan(1_000);
});

test('the log is flushed before each job, and the current market is queried here, once for each query', async () => {
  let flushed = 0;
  const questions: unknown[] = [];
  const market = handMadeMarket();
  const getReport: typeof market.getReport = (query) => {
    questions.push(query);
    return market.getReport(query);
  };
  const proofs = proofsOn({ flush: async () => void flushed++, market: { ...market, getReport } });
  const { answer } = asked.findLast(
    ({ operation, answer: { mid_price: mid } }) => operation === 'get_report' && mid !== null,
  ) as Asked;
  const text = `mid price ${String(answer['mid_price'])}, mid price ${String(answer['mid_price'])} [${String(answer['receipt'])}]`;
  await proofs.run({ kind: 'check', query: { text, claims: [], maxAgeSec: 1 } });
  expect(flushed).toBe(1);
  expect(questions.length).toBeLessThanOrEqual(1);
});

test('a text with receipts all over the log is limited by its budget, and unreached receipts are not called right', async () => {
  const proofs = proofsOn({ budgetMs: 100 });
  const answer = await check(proofs, receipts().join('\n'));
  const unreached = answer.receipts.filter(({ reason }) => reason.includes(BUDGET_SPENT));
  expect(unreached.length).toBeGreaterThan(0);
  expect(unreached.filter(({ verdict }) => verdict === 'matched')).toEqual([]);
  expect(answer.verdict).not.toBe('matched');
  expect(proofs.spent()).toBeLessThanOrEqual((100 * 1_000) / 27);
});

test('a disconnected caller ends its job at once, and the same thread runs the next', async () => {
  const proofs = proofsOn();
  const ending = new AbortController();
  const all = receipts().join('\n');
  const failed = check(proofs, all, ending.signal).catch((error: unknown) => error);
  await expect.poll(() => proofs.spent(), { interval: 2, timeout: 20_000 }).toBeGreaterThan(200);
  ending.abort(new Error('gone'));
  expect(await failed).toMatchObject({ message: 'gone' });
  const next = await check(proofs, receipts()[0] as string);
  const after = proofs.spent();
  expect(next.verdict).toBe('matched');
  const whole = await check(proofs, all);
  expect(whole.receipts.length).toBe(new Set(receipts()).size);
  // The whole text costs more than its part before the cancellation and the next job together.
  expect(proofs.spent() - after).toBeGreaterThan(after);
});

test('over HTTP, a disconnected client ends the replay within a few inputs', async () => {
  const proofs = proofsOn();
  const app = testFace({ services: async () => ({ ...handMadeServices(), claims: checkedBy(proofs) }) });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const sent = request(`${url}/api/v1/call/check_claim`, { method: 'POST', headers: { 'content-type': 'application/json' } });
  sent.on('error', () => {});
  sent.end(JSON.stringify({ text: receipts().join('\n') }));
  await expect.poll(() => proofs.spent(), { interval: 2, timeout: 20_000 }).toBeGreaterThan(200);
  const before = proofs.spent();
  sent.destroy();
  await new Promise((resolve) => setTimeout(resolve, 200));
  const stopped = proofs.spent();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(proofs.spent()).toBe(stopped);
  expect(stopped - before).toBeLessThan(6_000);
  await app.close();
});

/** A caller of this name. */
const by = (principal: string): Caller => ({ principal, via: 'http', client: null });

test('jobs run one at a time; too many waiting jobs are refused by name, and a cancelled one makes room', async () => {
  const proofs = hostile();
  const first = new AbortController();
  const running = proofs.run(job('spin'), { signal: first.signal, caller: by('a') }).catch(() => 'cancelled');
  await expect.poll(() => proofs.waiting()).toBe(0);
  const leaving = new AbortController();
  const gone = proofs.run(job('gone'), { caller: by('a'), signal: leaving.signal }).catch(() => 'cancelled');
  const waiting = Array.from({ length: 7 }, (_, i) => proofs.run(job(`a${i}`), { caller: by('a') }));
  await expect(proofs.run(job('one too many'), { caller: by('a') })).rejects.toMatchObject({
    code: 'TF_PROOF_BUSY',
    status: 429,
  });
  const order: unknown[] = [];
  const other = proofs.run(job('b'), { caller: by('b') }).then(() => order.push('b'));
  for (const one of waiting) void one.then((text) => order.push(text));
  leaving.abort();
  expect(await gone).toBe('cancelled');
  expect(proofs.waiting()).toBe(8);
  first.abort();
  expect(await running).toBe('cancelled');
  await Promise.all([...waiting, other]);
  expect(order.slice(0, 3)).toEqual(['a0', 'b', 'a1']);
});

test.each([
  ['spin', 20, 'it made no progress for more than 80 ms'],
  ['exit', 20, 'its thread ended with 3'],
  ['throw', 20, 'Error: broken'],
  ['hoard', 5_000, 'it needed more than 64 MB'],
])('a thread that does %j is ended after %i ms, and the next job gets a new one', async (text, budgetMs, reason) => {
  const proofs = hostile(budgetMs);
  await expect(check(proofs, text)).rejects.toMatchObject({ code: 'TF_PROOF_FAILED', facts: { reason } });
  expect(await check(proofs, 'well')).toBe('well');
});

test('the advice after a stall names fewer receipts only where there are several, and what raises the limit', async () => {
  const one = (await check(hostile(), 'spin').catch((error: unknown) => error)) as { readonly advice: string };
  expect(one.advice).toBe(
    'The server still runs. Ask again later, when the machine is less busy, or raise CHECK_BUDGET_MS, which raises this limit too.',
  );
  const claims = [0, 1].map(() => ({ receipt: receipts()[0] as string, field: 'mid_price', value: 1 }));
  const several = await hostile()
    .run({ kind: 'check', query: { text: 'spin', claims, maxAgeSec: MOST } })
    .catch((error: unknown) => error);
  expect(several).toMatchObject({
    advice: expect.stringMatching(/Ask again with fewer receipts or less text, or raise CHECK_BUDGET_MS/) as string,
  });
});

test('a thread that waits for the processor is charged a tenth of the wait', async () => {
  const settings = {
    directory,
    source: 'recorded',
    venues: [],
    settings: marketSettingsOf(readConfig({})),
    budgetMs: 20,
  } as const;
  const shared = new SharedArrayBuffer(SHARED_BYTES);
  const thread = startThread(HOSTILE, { ...settings, shared }, { heard: () => begun.resolve(), broke: () => {} });
  const begun = Promise.withResolvers<void>();
  thread.post({ kind: 'job', id: 1, now: RUN_START, job: job('wait') });
  await begun.promise;
  const before = await thread.busyMs();
  const began = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const charged = (await thread.busyMs()) - before;
  await thread.end();
  expect(charged).toBeLessThan((performance.now() - began) / 2);
});

test('a server that ends refuses running and waiting jobs', async () => {
  const proofs = hostile();
  const jobs = [proofs.run(job('spin')), proofs.run(job('later'))];
  const outcomes = Promise.allSettled(jobs);
  await proofs.close();
  for (const outcome of await outcomes)
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'TF_BACKEND_UNAVAILABLE' } });
  await expect(proofs.run(job('later still'))).rejects.toMatchObject({ code: 'TF_BACKEND_UNAVAILABLE' });
});
