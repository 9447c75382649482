import {
  latestKey,
  STREAMS,
  toRfc3339,
  type DataEvent,
  type DataKind,
  type Micros,
  type PrintsKind,
  type StreamKind,
} from '../../core/index.ts';
import { wireValues } from '../../core/data-envelope.ts';
import { carrierOf } from '../../runtime/feed/index.ts';
import type { Absence, LatestAnswer } from './answers.ts';
import { isMany, SHOWN_KINDS, type LatestValue } from './answers/latest.ts';
import { BLIND_US, whySilent } from './blindness.ts';
import { absent, ageMs, answerBase, spanOf, type Reading } from './reading.ts';
import { standing, streamsIn } from './standing.ts';

/** The newest values of streams whose numbers are as received; of event streams the newest `prints` events. */
export function makeLatest(reading: Reading, prints: number): LatestAnswer {
  const { market, symbol } = reading;
  const held = SHOWN_KINDS.filter((kind) => symbol.streams[kind] !== undefined);
  const found = new Map(SHOWN_KINDS.map((kind) => [kind, eventsOf(reading, kind, prints)]));
  const events = [...found.values()].flatMap((some) => some ?? []);
  const times = events.map(({ tsEvent }) => tsEvent);
  const silences = silencesOf(reading, held);
  const isWhole =
    silences.length === 0 && held.every((kind) => symbol.streams[kind]?.state === 'synced' && found.get(kind) !== null);
  return {
    ...answerBase(reading, {
      // Without such streams, the answer's state is that of the market's other streams.
      streams: held.length > 0 ? held : streamsIn(symbol).map(([kind]) => kind),
      coverage: times.length === 0 ? spanOf(null, null, false) : spanOf(Math.min(...times), Math.max(...times), isWhole),
      caveats: silences,
    }),
    symbol: market.symbol,
    venue: market.venue,
    ...Object.fromEntries(Array.from(found, ([kind, some]) => [kind, shown(reading, kind, some)])),
    absent: [...found].flatMap(([kind, some]): Absence[] => (some === null ? [absent(kind, whyNone(reading, kind))] : [])),
  };
}

/**
 * For each reason, the streams whose newest messages may be missing because their connection is silent. Polled streams have
 * no connection; their state shows a missed answer.
 */
function silencesOf({ symbol, at }: Reading, kinds: readonly StreamKind[]): readonly string[] {
  const byReason = new Map<string, StreamKind[]>();
  for (const kind of kinds) {
    const reason = carrierOf(symbol, kind) === undefined ? null : whySilent(symbol, kind, at, BLIND_US);
    if (reason !== null) byReason.set(reason, [...(byReason.get(reason) ?? []), kind]);
  }
  return Array.from(byReason, ([reason, silent]) => `Newer values of ${silent.join(', ')} may be missing: ${reason}.`);
}

const isPrint = (kind: DataKind): kind is PrintsKind => STREAMS[kind].handler === 'prints';

/**
 * Stored events of a kind, newest first; null if there are none. An empty list means that a synced event stream had no event.
 */
function eventsOf({ market: { received }, symbol }: Reading, kind: DataKind, prints: number): readonly DataEvent[] | null {
  const status = symbol.streams[kind];
  if (status === undefined) return null;
  if (isPrint(kind)) {
    const kept = (received.prints.get(kind) ?? []).slice(-prints).toReversed();
    return kept.length === 0 && status.state !== 'synced' && status.state !== 'stale' ? null : kept;
  }
  const values = [...received.latest.values()].filter(({ type }) => type === kind);
  if (values.length === 0) return null;
  return values.toSorted((a, b) => (latestKey(kind, a) < latestKey(kind, b) ? -1 : 1));
}

function shown(
  reading: Reading,
  kind: DataKind,
  events: readonly DataEvent[] | null,
): LatestValue | readonly LatestValue[] | null {
  if (events === null) return null;
  const values = events.map((event) => valueOf(reading, event));
  return isMany(kind) ? values : (values[0] ?? null);
}

const valueOf = ({ symbol, at }: Reading, event: DataEvent): LatestValue => ({
  ...wireValues(event.type, event),
  venue_time: timeOf(event.tsEvent),
  age_ms: ageMs(event.tsRecv, at),
  state: symbol.streams[event.type]?.state ?? 'down',
});

const timeOf = (at: Micros): string => toRfc3339(Math.max(0, Math.round(at)));

/** Why a kind has no value. A synced stream without one has sent nothing since this state began. */
const whyNone = ({ symbol }: Reading, kind: DataKind): string =>
  symbol.streams[kind]?.state === 'synced' ? `no ${kind} has been received since the start` : standing(symbol, kind);
