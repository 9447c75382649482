import {
  isData,
  latestKey,
  STREAMS,
  type DataEvent,
  type LatestKind,
  type MarketEvent,
  type PrintsKind,
  type TickerEvent,
} from '../../core/index.ts';

type LatestEvent = DataEvent<LatestKind>;
type PrintEvent = DataEvent<PrintsKind>;

/** Stored events of streams whose numbers are as received. Plain data. */
export interface Received {
  /** The newest event of each key (`mark`, `candle:1m`). */
  readonly latest: Map<string, LatestEvent>;
  /** The newest events of each event stream, newest last. */
  readonly prints: Map<PrintsKind, PrintEvent[]>;
}

/** Maximum events kept per kind. */
const PRINTS_KEPT = 50;
/** Maximum values kept per kind under different keys; the oldest is dropped. */
const SIDE_BY_SIDE = 16;

export const newReceived = (): Received => ({ latest: new Map(), prints: new Map() });

/** Restores from a checkpoint; earlier builds kept only the ticker. */
export const fromCheckpointedReceived = (held: Received | undefined, ticker: TickerEvent | null | undefined): Received =>
  held ?? { ...newReceived(), latest: new Map(ticker == null ? [] : [['ticker', ticker]]) };

const isPrint = (event: DataEvent): event is PrintEvent => STREAMS[event.type].handler === 'prints';

/** Stores an event of such a stream; ignores all other events. */
export function keepReceived({ latest, prints }: Received, event: MarketEvent): void {
  if (!isDataEvent(event)) return;
  if (isPrint(event)) {
    const kept = prints.get(event.type) ?? [];
    kept.push(event);
    if (kept.length > PRINTS_KEPT) kept.shift();
    prints.set(event.type, kept);
    return;
  }
  const key = latestKey(event.type, event);
  const beside = latest.has(key) ? [] : [...latest].filter(([, { type }]) => type === event.type);
  if (beside.length >= SIDE_BY_SIDE) latest.delete((beside[0] as [string, LatestEvent])[0]);
  latest.set(key, event);
}

const isDataEvent = (event: MarketEvent): event is DataEvent => isData(event.type);

/** The last ticker received, with the venue's 24-hour values. */
export const tickerIn = ({ latest }: Received): TickerEvent | null => (latest.get('ticker') as TickerEvent | undefined) ?? null;
