import type { Finding } from '../../analytics/flow/detectors/index.ts';
import { clockOffset } from '../../runtime/feed/index.ts';
import type { MarketSource, MarketState } from '../market/index.ts';
import { newLedgerRow, type LedgerRow } from './ledger-store.ts';

/**
 * Direction of the market if the anomaly is real: away from a spoofed wall, off a level that an iceberg holds, down in a crash. Hit rates
 * are measured against it; it is not a forecast.
 */
function expectedOf({ kind, side }: Pick<Finding, 'kind' | 'side'>): LedgerRow['expects'] {
  if (kind === 'flash_crash_risk') return 'down';
  if (side === null) return null;
  if (kind === 'iceberg') return side === 'bid' ? 'up' : 'down';
  return side === 'bid' ? 'down' : 'up';
}

const textOf = ({ kind, side, price, severity, note }: Finding): string =>
  [kind, severity, side, price === null ? null : `at ${price}`].filter((word) => word !== null).join(' ') +
  (note === '' ? '' : `: ${note}`);

/** Adds every anomaly that this process has not recorded yet to the ledger. */
export function findingsRecorder(
  engine: Pick<MarketSource, 'source' | 'state'>,
  findingsOf: (market: MarketState) => readonly Finding[],
  record: (entry: LedgerRow) => void,
): () => void {
  const given = new Set<string>();
  return () => {
    const held = new Set<string>();
    for (const [instrument, market] of engine.state.markets) {
      // Findings are on the exchange's clock, the ledger on ours.
      const feed = engine.state.feeds.get(market.venue);
      const offset = (feed && clockOffset(feed.clock)) ?? 0;
      for (const finding of findingsOf(market)) {
        held.add(finding.id);
        if (given.has(finding.id)) continue;
        record(
          newLedgerRow({
            id: `anomaly:${finding.id}`,
            kind: finding.kind,
            subject: finding.id,
            at: Math.round(finding.detected + offset),
            instrument,
            source: engine.source,
            expects: expectedOf(finding),
            text: textOf(finding),
            receipt: null,
            mid: finding.mid,
          }),
        );
        given.add(finding.id);
      }
    }
    // Findings that the detectors dropped don't return.
    for (const id of given) if (!held.has(id)) given.delete(id);
  };
}
