import { withoutProof } from '../../../src/core/answer-fields.ts';
import type { InstrumentId, Micros } from '../../../src/core/index.ts';
import type { MarketReport, MarketSource } from '../../../src/services/market/index.ts';
import { makeLatest } from '../../../src/services/market/latest.ts';
import { readMarket } from '../../../src/services/market/reading.ts';

/** A report as an analysing process stores it on the bus; `null` for a market that is not followed. */
export const storedText = (report: MarketReport | null): string => JSON.stringify(report && withoutProof(report));

/** The newest values of a followed market; `null` for others. */
export function latestText(source: MarketSource, id: InstrumentId, at: Micros): string {
  const reading = readMarket(source, id, at);
  return JSON.stringify(reading && withoutProof(makeLatest(reading, 10)));
}
