import { US_PER_MINUTE, type DecodedData, type Micros, type PrintsKind } from '../../core/index.ts';
import { sameFields } from './same-fields.ts';
import type { ConnId } from './types.ts';

/** How long a print is remembered: longer than one connection can be behind another. */
const KEPT_US = US_PER_MINUTE;
const KEPT_MOST = 1_000;

/** A print, when it first came, and how often each connection has brought an equal one. */
export interface RecentPrint {
  readonly at: Micros;
  readonly print: DecodedData<PrintsKind>;
  readonly times: Map<ConnId, number>;
}

const areEqual = (a: DecodedData<PrintsKind>, b: DecodedData<PrintsKind>): boolean =>
  a.tsEvent === b.tsEvent && a.kind === b.kind && sameFields(a, b);

/**
 * Whether another connection has brought this print already; remembers it. While a connection is replaced, two bring
 * every print, and prints have no id. Equal prints of one connection are separate events.
 */
export function isRepeated(
  recent: RecentPrint[],
  print: DecodedData<PrintsKind>,
  { conn, now }: { readonly conn: ConnId; readonly now: Micros },
): boolean {
  const old = recent.findIndex(({ at }) => at >= now - KEPT_US);
  recent.splice(0, old === -1 ? recent.length : old);
  const known = recent.find((one) => areEqual(one.print, print));
  if (known === undefined) {
    recent.push({ at: now, print, times: new Map([[conn, 1]]) });
    if (recent.length > KEPT_MOST) recent.shift();
    return false;
  }
  const taken = Math.max(...known.times.values());
  const own = (known.times.get(conn) ?? 0) + 1;
  known.times.set(conn, own);
  return own <= taken;
}
