import type { Micros, StreamKind } from '../../core/index.ts';
import { newLatestTable } from './latest-table.ts';
import {
  DEFINITIONS_EVERY_US,
  newBookSync,
  newClock,
  newStream,
  newTradeSync,
  type FeedState,
  type SymbolState,
} from './state.ts';
import type { FeedSettings } from './types.ts';

export const newSymbol = (symbol: string, kinds: readonly StreamKind[], now: Micros): SymbolState => ({
  symbol,
  instrument: null,
  unknown: false,
  streams: Object.fromEntries(kinds.map((kind) => [kind, newStream(now)])),
  book: newBookSync(now),
  trades: newTradeSync(),
  polls: new Map(),
  latest: new Map(),
  carriers: [],
  prints: [],
});

/** The initial state of a feed; `kinds`: the streams that each symbol starts with. */
export const newFeed = (settings: FeedSettings, kinds: readonly StreamKind[], now: Micros): FeedState => ({
  settings,
  now,
  rng: settings.seed,
  nextConn: 1,
  nextRequest: 1,
  planned: false,
  startedAt: now,
  wsHost: 0,
  connects: [],
  slots: [],
  conns: new Map(),
  rest: { host: 0, queue: [], inflight: new Map(), spent: [], pausedUntil: 0, blockedHosts: [], throttles: 0 },
  symbols: new Map(settings.symbols.map((symbol) => [symbol, newSymbol(symbol, kinds, now)])),
  wanted: [],
  clock: newClock(),
  quarantined: 0,
  unfollowed: 0,
  channels: new Map(),
  latest: newLatestTable(now),
  reconnects: 0,
  refused: null,
  definitions: { dueAt: now + DEFINITIONS_EVERY_US, attempt: 0 },
  notes: [],
});
