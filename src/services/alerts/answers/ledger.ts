import { z } from 'zod';
import { count, time } from '../../../core/answer-fields.ts';
import { made, numOrNull } from '../../../core/number-marks.ts';
import { after, alertBase, expects, source } from './fields.ts';

const entry = z.strictObject({
  id: z.string().describe('Id of the entry.'),
  kind: z.string().describe('alert, or the kind of an anomaly.'),
  subject: z.string().describe('The alert, or the anomaly.'),
  at: time('When it was said'),
  symbol: z.string().nullable().describe('The market; null if it is not a single market.'),
  venue: z.string().nullable().describe('Venue id.'),
  source,
  expects: expects.nullable().describe('Expected direction of the market.'),
  text: z.string().describe('The recorded statement.'),
  mid: numOrNull('mid', 'Mid at the time of the entry, price in quote currency.'),
  after,
  highest_bps: numOrNull('ledger-move', 'Largest move up within the hour, basis points (bps).'),
  lowest_bps: numOrNull('ledger-move', 'Largest move down within the hour, basis points (bps).'),
  seen_share: made('ledger-seen', z.number().min(0).max(1).describe('Share of the seconds in which the mid was seen, 0–1.')),
  hit: z
    .boolean()
    .nullable()
    .describe('Whether the market moved in the expected direction; null if unknown or without an expectation.'),
  receipt: z.string().nullable().describe('Proof of the answer behind it.'),
});
export type LedgerEntry = z.output<typeof entry>;

const share = (text: string) =>
  made('ledger-hits', z.number().min(0).max(1).nullable().describe(`${text}, share 0–1; null if none was judged.`));

const summary = z.strictObject({
  kind: z.string().describe('Kind of entry.'),
  entries: count.describe('Number of entries.'),
  judged: count.describe('Number of entries that are judged.'),
  pending: count.describe('Number of entries with an expected direction whose horizon is not over.'),
  pending_until: z.string().nullable().describe('When the last of them is judged, RFC 3339 UTC; null if none is pending.'),
  without_direction: count.describe('Number of entries without an expected direction: they have moves, but no hit.'),
  unscorable: z
    .array(z.strictObject({ reason: z.string().describe('Why not.'), entries: count.describe('Number of entries.') }))
    .describe('Entries with an expected direction that can never be judged.'),
  hits: count.describe('Number of hits.'),
  hit_rate: share('Hits of those judged'),
  low: share("Lower end of Wilson's interval at 95 per cent"),
  high: share("Upper end of Wilson's interval at 95 per cent"),
  hit_rate_reason: z.string().nullable().describe('Why hit_rate is null.'),
  base_rate: made(
    'ledger-hits',
    z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe(
        'Hit rate of all times between the first and the last judged entry, same markets and directions, share 0–1; null if unknown.',
      ),
  ),
  base_rate_reason: z.string().nullable().describe('Why base_rate is null.'),
  mean_move_bps: numOrNull('ledger-move', 'Mean move in the expected direction, basis points (bps).'),
});
export type LedgerSummary = z.output<typeof summary>;

export const ledgerAnswer = z.strictObject({
  ...alertBase,
  total: count.describe('Number of matching entries.'),
  summary: z.array(summary).describe('Results of each kind.'),
  entries: z.array(entry).describe('The entries.'),
  /** A ledger has no receipt, because it is computed from hours of log and a receipt names one position. */
  receipt: z.null().describe('Always null: see caveats.'),
});
export type LedgerAnswer = z.output<typeof ledgerAnswer>;
