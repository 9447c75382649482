import { withoutProof } from '../../../src/core/answer-fields.ts';
import type { MarketReport } from '../../../src/services/market/index.ts';

/** A report as an analysing process stores it on the bus; `null` for a market that is not followed. */
export const storedText = (report: MarketReport | null): string => JSON.stringify(report && withoutProof(report));
