import { toRfc3339, type InstrumentId, type Micros, type Source } from '../../../core/index.ts';
import type { DataHealthAnswer, MarketsAnswer } from '../answers.ts';
import { makeDataHealth } from '../data-health.ts';
import { marketRow } from '../market-row.ts';
import { readMarket } from '../reading.ts';
import type { MarketSource } from '../source.ts';

/** Stored with an instrument's report: its row in the list of markets, and the health of its data. */
export interface StoredMarket {
  readonly version: 1;
  readonly as_of: string;
  /** Absent in data of older processes, which are not shown. */
  readonly source?: Source;
  readonly row: MarketsAnswer['markets'][number];
  readonly venue: DataHealthAnswer['venues'][number];
  readonly streams: DataHealthAnswer['streams'];
  /** Absent in data of older processes. */
  readonly gaps?: DataHealthAnswer['gaps'];
  readonly gaps_left_out?: number;
}

export function storedMarket(source: MarketSource, id: InstrumentId, at: Micros): StoredMarket | null {
  const reading = readMarket(source, id, at);
  if (reading === null || reading.symbol.unknown) return null;
  const { venues, streams, gaps, gaps_left_out } = makeDataHealth(source, at, null, {
    venue: reading.market.venue,
    symbols: [id],
  });
  const [venue] = venues;
  return venue === undefined
    ? null
    : { version: 1, as_of: toRfc3339(at), source: source.source, row: marketRow(reading), venue, streams, gaps, gaps_left_out };
}
