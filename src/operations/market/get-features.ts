import { z } from 'zod';
import { backendUnavailable, symbolNotIndexed } from '../../core/index.ts';
import { featuresAnswer } from '../../services/market/answers/features.ts';
import { STUDY_CARDS, STUDY_IDS } from '../../services/market/answers/study-cards.ts';
import { marketVersions } from '../../services/market/answers/versions.ts';
import { defineOperation } from '../define-operation.ts';
import { symbolInput, venueInput } from '../fields.ts';

const PUBLISHED = STUDY_IDS.filter((id) => Object.keys(STUDY_CARDS[id].columns).length > 0);

export default defineOperation({
  name: 'get_features',
  title: 'Features',
  toolset: 'market',
  effects: 'read',
  role: 'analyze',
  summary: 'Every number that a study of one instrument publishes now, by study, as a flat vector of features.',
  whenToUse: 'For a model or a screen that wants all features of a market at one moment.',
  whenNot: 'For prices, levels and findings in context use get_report, get_flow or get_liquidity.',
  keywords: ['features', 'feature vector', 'studies', 'signals', 'inputs', 'model inputs', 'indicators', 'microstructure'],
  input: z.strictObject({ symbol: symbolInput, venue: venueInput }),
  output: featuresAnswer,
  reads: 'market',
  versions: marketVersions(...PUBLISHED, 'whole_book', 'detectors', 'interruptions', 'fetched_trades'),
  errors: [symbolNotIndexed, backendUnavailable],
  examples: [
    { ask: 'All features of BTCUSDT right now', input: { symbol: 'BTCUSDT' } },
    { ask: 'Feature vector of ETH/USD on Kraken', input: { symbol: 'ETH/USD', venue: 'kraken-spot' } },
  ],
  handler: ({ symbol, venue }, { market }) => market.getFeatures({ symbol, venue }),
});
