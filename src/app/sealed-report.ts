import type { InstrumentId, Micros } from '../core/index.ts';
import { operationNamed, sealAnswer, statedBy } from '../operations/index.ts';
import { marketReport, type Engine } from '../services/market/index.ts';

/** The report of one instrument as in `get_report`, receipt included; null if it is not followed. */
export function sealedReport(engine: Engine, id: InstrumentId, at: Micros): Readonly<Record<string, unknown>> | null {
  const report = marketReport(engine, id, at);
  if (report === null) return null;
  const { symbol, venue } = report;
  return sealAnswer(operationNamed('get_report'), { symbol, venue }, statedBy({ ...report }));
}
