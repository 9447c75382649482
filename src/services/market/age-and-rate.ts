import type { InstrumentId, Micros } from '../../core/index.ts';
import { dataAgeMs } from './ingestion.ts';
import { readMarket } from './reading.ts';
import type { MarketSource } from './source.ts';
import { ordersPerSecond } from './studies/event-rate.ts';

/**
 * `data_age_ms` and `flow.orders_per_sec` of the report of one instrument as of `at`, without its other numbers; null if it is
 * not followed.
 */
export function ageAndRate(
  engine: MarketSource,
  id: InstrumentId,
  at: Micros,
): { readonly ageMs: number | null; readonly ordersPerSec: number | null } | null {
  const reading = readMarket(engine, id, at);
  return reading && { ageMs: dataAgeMs(reading), ordersPerSec: ordersPerSecond(reading) };
}
