import { z } from 'zod';
import { backendUnavailable } from '../../core/index.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { marketsAnswer } from '../../services/market/answers/markets.ts';
import { defineOperation } from '../define-operation.ts';
import { venueInput } from '../fields.ts';

export default defineOperation({
  name: 'list_markets',
  title: 'Markets followed',
  toolset: 'market',
  effects: 'read',
  role: 'any',
  summary: 'Every instrument that is followed now, with its venue, currencies, steps, state and last price.',
  whenToUse: 'To learn which symbols and venues other tools accept.',
  keywords: [
    'symbols',
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
  input: z.strictObject({ venue: venueInput.describe('Only this venue, e.g. binance-spot. Absent: all.') }),
  output: marketsAnswer,
  reads: 'venue',
  versions: marketVersions(),
  errors: [backendUnavailable],
  examples: [
    { ask: 'Which markets do you follow?', input: {} },
    { ask: 'What is followed on Kraken?', input: { venue: 'kraken-spot' } },
  ],
  handler: ({ venue }, { market: service }) => service.listMarkets({ venue }),
});
