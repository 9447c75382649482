// Services other than the market give their answers receipts: what docs/adding-a-service.md says, tried, a row of each kind.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createAsking } from '../../src/app/asking.ts';
import { readConfig } from '../../src/app/config.ts';
import { proversOf } from '../../src/app/proofs/provers.ts';
import { onlyServices, openServices, servicesOfMarket } from '../../src/app/services/make.ts';
import type { Past, ServiceRow, ServiceTable } from '../../src/app/services/row.ts';
import type { Unsealed } from '../../src/core/answer-fields.ts';
import { formatEvidence, GIVEN, parseReceipt, roleElsewhere, type Evidence, type Grounds } from '../../src/core/index.ts';
import { num } from '../../src/core/number-marks.ts';
import { defineOperation } from '../../src/operations/define-operation.ts';
import type { Services } from '../../src/operations/index.ts';
import { handMadeMarket } from '../../src/operations/testing/market.ts';
import { createClaimService, type Prover } from '../../src/services/claims/index.ts';
import { createLogEvidence, type MarketService } from '../../src/services/market/index.ts';
import { venues } from '../../src/venues/index.ts';
import { logRun } from '../app/testing/logged-run.ts';
import { askMarket } from '../testing/ask-market.ts';
import { changedBuild, nextVersion } from './testing/changed-build.ts';

interface PageService {
  /** Pages of a text. */
  readonly pages: (query: { readonly note: string }) => Promise<Unsealed<z.output<typeof answer>>>;
}

const answer = z.strictObject({
  as_of: z.string().describe('When.'),
  source: z.enum(['live', 'recorded', 'simulated']).describe('Source.'),
  pages: num('pages', 'Pages.').nullable(),
  caveats: z.array(z.string()).describe('Caveats.'),
  receipt: z.string().nullable().describe('Receipt.'),
});

const pageAnswer = (pages: number | null, grounds: Grounds | null): Unsealed<z.output<typeof answer>> => ({
  as_of: '2026-01-01T00:00:00.000Z',
  source: 'recorded',
  pages,
  caveats: [],
  grounds,
});
const groundsOf = (evidence: Evidence): Grounds => ({ evidence, decoders: {} });

/** Stored page counts, by note. */
const notesOf = (kept: Readonly<Record<string, number>>): PageService => ({
  pages: async ({ note }) => pageAnswer(kept[note] ?? 0, groundsOf({ kind: 'other', letter: 'n', text: note })),
});

/** Recomputes the answer from the stored notes; a deleted note is reported as missed. */
const proverOf = (kept: Readonly<Record<string, number>>): Prover<Past> => ({
  async visit(evidence, look) {
    const missed = new Map<Evidence, string>();
    for (const one of evidence)
      if (one.kind === 'other' && one.text in kept) await look(one, { notes: notesOf(kept) } as Past);
      else missed.set(one, 'that note is gone');
    return missed;
  },
});

/** Pages of the text in the query. */
const lengths: PageService = { pages: async ({ note }) => pageAnswer(note.length, groundsOf(GIVEN)) };

/** A page for each level of a market's book. */
const bookPages = (market: MarketService): PageService => ({
  async pages({ note: symbol }) {
    const { bids, asks, grounds } = await market.getBook({ symbol, venue: 'binance-spot', depth: 5 });
    return pageAnswer(bids.length + asks.length, grounds);
  },
});

const tableOf = (kept: Readonly<Record<string, number>>): ServiceTable =>
  ({
    notes: { open: () => ({ service: notesOf(kept) }), provers: () => ({ n: proverOf(kept) }) },
    lengths: { fromArguments: () => lengths },
    books: { fromMarket: bookPages },
  }) satisfies Readonly<Record<string, ServiceRow<PageService>>> as unknown as ServiceTable;

const operationOf = (service: string) =>
  defineOperation({
    name: `get_${service}`,
    title: 'Pages',
    toolset: 'market',
    effects: 'read',
    role: 'any',
    summary: 'The pages of a note.',
    whenToUse: 'To know how long a note is.',
    input: z.strictObject({ note: z.string().describe('Name of the note.') }),
    output: answer,
    versions: { pages: 1 },
    errors: [],
    examples: [
      { ask: 'How long is a?', input: { note: 'a' } },
      { ask: 'How long is b?', input: { note: 'b' } },
    ],
    handler: (query, services) => (services as unknown as Readonly<Record<string, PageService>>)[service]?.pages(query) as never,
  });

const registry = changedBuild({
  operations: ['notes', 'lengths', 'books'].map(operationOf),
  formulas: [{ ...nextVersion('mid'), id: 'pages', version: 1 }],
});

let directory: string;
let place: Extract<Evidence, { kind: 'log' }>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallyfoil-own-service-'));
  const { asked } = await logRun({ directory, venues: ['binance-spot', 'kraken-spot'], seconds: 6, seed: 4, askEveryMs: 1_000 });
  place = parseReceipt(String(asked.at(-1)?.answer['receipt']))?.evidence as typeof place;
});
afterAll(() => rm(directory, { recursive: true }));

const logOf = () => createLogEvidence({ directory, venues, source: 'recorded', settings: readConfig({}) });

async function check(text: string, kept: Readonly<Record<string, number>> = {}): Promise<readonly string[]> {
  const { receipts, figures } = await createClaimService({
    provers: proversOf(logOf(), tableOf(kept)),
    source: 'recorded',
    asking: createAsking({ registry }),
    now: null,
    clock: { now: () => 0, after: () => () => {} },
  }).check({ text, claims: [], maxAgeSec: 1e9 });
  return [...receipts, ...figures].map(({ verdict, reason }) => (verdict === 'matched' ? verdict : `${verdict}: ${reason}`));
}

/** The services as a server opens them. */
const served = (kept: Readonly<Record<string, number>>, market = handMadeMarket(), close = () => {}): Promise<Services> =>
  openServices({ market, source: 'recorded' } as never, close, tableOf(kept));
const ask = async (name: string, note: string, services: Past) =>
  String((await askMarket(name, { note }, services, registry))['receipt']);

const ALTERED = 'altered: the receipt does not match the answer recomputed from its evidence';

test('an answer from what is kept is proven by evidence of its own', async () => {
  const receipt = await ask('get_notes', 'a', await served({ a: 12 }));
  expect(receipt).toMatch(/^tf2:get_notes:note=a:na:\d{6}:\d{12}$/);
  expect(await check(receipt, { a: 12 })).toEqual(['matched']);
  expect(await check(`12 {pages} [${receipt}]`, { a: 12 })).toEqual(['matched', 'matched']);
  expect(await check(receipt, { a: 13 })).toEqual([ALTERED]);
  expect(await check(receipt, {})).toEqual(['unsupported: that note is gone']);
});

test('an answer from the arguments is proven by them', async () => {
  const receipt = await ask('get_lengths', 'abc', await served({}));
  expect(receipt).toMatch(/^tf2:get_lengths:note=abc:g:\d{6}:\d{12}$/);
  expect(await check(`3 {pages} [${receipt}]`)).toEqual(['matched', 'matched']);
  expect(await check(receipt.replace('note=abc', 'note=abcd'))).toEqual([ALTERED]);
});

test('an answer from the market is proven by the place in the log, and the market of then', async () => {
  let receipt = '';
  const found = await logOf().visit(place.points, async (_, market) => {
    receipt = await ask('get_books', 'BTCUSDT', servicesOfMarket(market, tableOf({})));
  });
  expect([...found.values()]).toEqual([]);
  expect(receipt).toContain(`tf2:get_books:note=BTCUSDT:${formatEvidence(place)}:`);
  expect(await check(receipt)).toEqual(['matched']);
});

test('a service that the evidence does not give is refused by name', async () => {
  const receipt = await ask('get_notes', 'a', await served({ a: 12 }));
  expect(await check(receipt.replace(':na:', ':g:'))).toEqual([
    'unsupported: The evidence of this receipt does not give the service notes.',
  ]);
});

test('a process without the raw log has the services of the market, and says where the others are', async () => {
  const services = onlyServices(servicesOfMarket(handMadeMarket(), tableOf({})), (what) =>
    roleElsewhere({ what, needs: 'ingest', has: ['api'], why: 'it is there' }),
  );
  await expect(askMarket('get_notes', { note: 'a' }, services, registry)).rejects.toThrow('notes needs the role ingest');
  expect(await askMarket('get_books', { note: 'BTCUSDT' }, services, registry)).toMatchObject({ pages: 10 });
});

test('what a service opened is closed, also where a later one fails', async () => {
  const closed: string[] = [];
  const table = {
    first: { open: () => ({ service: lengths, close: () => void closed.push('first') }) },
    second: { open: () => Promise.reject(new Error('no room')) },
  } as unknown as ServiceTable;
  const closers: (() => unknown)[] = [];
  const opening = openServices({ market: handMadeMarket(), source: 'live' } as never, (close) => closers.push(close), table);
  await expect(opening).rejects.toThrow('no room');
  closers.forEach((close) => close());
  expect(closed).toEqual(['first']);
});
