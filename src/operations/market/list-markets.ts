import { z } from 'zod';
import { backendUnavailable, roleElsewhere } from '../../core/index.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { marketsAnswer } from '../../services/market/answers/markets.ts';
import { TIERS } from '../../services/market/answers/parts.ts';
import { defineOperation } from '../define-operation.ts';
import { venueInput } from '../fields.ts';

export default defineOperation({
  name: 'list_markets',
  title: 'Markets followed',
  toolset: 'market',
  effects: 'read',
  role: 'any',
  summary: 'Every followed instrument, with its venue, currencies, steps, state and last price; or tier latest in pages.',
  whenToUse: 'For symbols and venues that other tools take, and to compare prices across venues.',
  keywords: [
    'symbols',
    'compare',
    'compare price',
    'across venues',
    'instruments',
    'pairs',
    'coins',
    'tickers',
    'exchanges',
    'venues',
    'available',
    'supported',
    'tick',
    'lot',
    'which',
    'tracked',
    'universe',
  ],
  input: z.strictObject({
    venue: venueInput.describe('Only this venue, e.g. kraken-spot.'),
    tier: z.enum(TIERS).default('followed').describe('latest: not followed; get_latest has the values.'),
    search: z.string().max(40).optional().describe('Part of a symbol.'),
    after: z.string().max(100).optional().describe("A page's next_after."),
  }),
  output: marketsAnswer,
  reads: 'venue',
  versions: marketVersions(),
  errors: [backendUnavailable, roleElsewhere],
  examples: [
    { ask: 'Which markets do you follow?', input: {} },
    { ask: 'Which SOL markets can I follow?', input: { tier: 'latest', search: 'SOL' } },
  ],
  handler: (query, { market: service }) => service.listMarkets(query),
});
