// A service other than the market gives its answers receipts: what docs/adding-a-service.md says, tried.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createAsking } from '../../src/app/asking.ts';
import type { Past } from '../../src/app/proofs/provers.ts';
import { formatGrounds } from '../../src/core/index.ts';
import { num } from '../../src/core/number-marks.ts';
import { defineOperation } from '../../src/operations/define-operation.ts';
import { createClaimService, type Prover } from '../../src/services/claims/index.ts';
import { askMarket } from '../testing/ask-market.ts';
import { changedBuild, nextVersion } from './testing/changed-build.ts';

interface NoteService {
  /** Pages that a note has. */
  readonly pages: (query: { readonly note: string }) => Promise<z.output<typeof answer>>;
}

const answer = z.strictObject({
  as_of: z.string().describe('When.'),
  source: z.enum(['live', 'recorded', 'simulated']).describe('Source.'),
  pages: num('pages', 'Pages.'),
  caveats: z.array(z.string()).describe('Caveats.'),
  receipt: z.string().nullable().describe('Receipt.'),
});

const LETTER = 'n';

const serviceOf = (notes: Readonly<Record<string, number>>): NoteService => ({
  pages: async ({ note }) => ({
    as_of: '2026-01-01T00:00:00.000Z',
    source: 'recorded',
    pages: notes[note] ?? 0,
    caveats: [],
    receipt: formatGrounds({ evidence: { kind: 'other', letter: LETTER, text: note }, decoders: {} }),
  }),
});

const getPages = defineOperation({
  name: 'get_pages',
  title: 'Pages of a note',
  toolset: 'market',
  effects: 'read',
  role: 'any',
  summary: 'The pages of a note.',
  whenToUse: 'To know how long a note is.',
  input: z.strictObject({ note: z.string().describe('Name of the note.') }),
  output: answer,
  versions: { notes: 1 },
  errors: [],
  examples: [
    { ask: 'How long is a?', input: { note: 'a' } },
    { ask: 'How long is b?', input: { note: 'b' } },
  ],
  handler: ({ note }, services) => (services as unknown as { readonly notes: NoteService }).notes.pages({ note }),
});

const registry = changedBuild({ operations: [getPages], formulas: [{ ...nextVersion('mid'), id: 'pages', version: 1 }] });

/** The kept notes give the answer again; a note that is gone can't. */
const proverOf = (kept: Readonly<Record<string, number>>): Prover<Past> => ({
  async visit(evidence, look) {
    const missed = new Map<(typeof evidence)[number], string>();
    for (const one of evidence)
      if (one.kind === 'other' && one.text in kept) await look(one, { notes: serviceOf(kept) } as Past);
      else missed.set(one, 'that note is gone');
    return missed;
  },
});

const check = async (text: string, kept: Readonly<Record<string, number>>) => {
  const { receipts, figures } = await createClaimService({
    provers: { [LETTER]: proverOf(kept) },
    source: 'recorded',
    asking: createAsking({ registry }),
    now: null,
    clock: { now: () => 0, after: () => () => {} },
  }).check({ text, claims: [], maxAgeSec: 1e9 });
  return [...receipts, ...figures].map(({ verdict, reason }) => (verdict === 'matched' ? verdict : `${verdict}: ${reason}`));
};

test('its answers have receipts, which are proven by its own evidence', async () => {
  const given = await askMarket('get_pages', { note: 'a' }, { notes: serviceOf({ a: 12 }) } as Past, registry);
  const receipt = String(given['receipt']);
  expect(receipt).toMatch(/^tf2:get_pages:note=a:na:\d{6}:\d{12}$/);
  expect(await check(receipt, { a: 12 })).toEqual(['matched']);
  expect(await check(`12 {pages} [${receipt}]`, { a: 12 })).toEqual(['matched', 'matched']);
  expect(await check(receipt, { a: 13 })).toEqual([
    'altered: the receipt does not match the answer recomputed from its evidence',
  ]);
  expect(await check(receipt, {})).toEqual(['unsupported: that note is gone']);
});

test('a prover that does not give what an operation asks for says so', async () => {
  const given = await askMarket('get_pages', { note: 'a' }, { notes: serviceOf({ a: 12 }) } as Past, registry);
  const service = createClaimService<Past>({
    provers: { [LETTER]: { visit: async ([one], look) => (one && (await look(one, {})), new Map()) } },
    source: 'recorded',
    asking: createAsking({ registry }),
    now: null,
    clock: { now: () => 0, after: () => () => {} },
  });
  const { receipts } = await service.check({ text: String(given['receipt']), claims: [], maxAgeSec: 60 });
  expect(receipts).toMatchObject([
    { verdict: 'unsupported', reason: 'The evidence of this receipt does not give the service notes.' },
  ]);
});
