import type { Side, Source, StreamKind, StreamState, WorkLimits } from '../../core/index.ts';
import type { Absence, AnswerBase } from './answer-base.ts';

/**
 * The answers of the market service: plain data, cloneable, with the names that callers see.
 * Prices in quote currency, sizes in base currency, times RFC 3339 UTC, ages in milliseconds.
 */

export type { Absence, AnswerBase, InputState } from './answer-base.ts';

export interface PriceQty {
  price: number;
  qty: number;
}

/** A book level, short, as brief 003's report has it. */
export interface Level {
  p: number;
  q: number;
}

export type Severity = 'low' | 'medium' | 'high';

export interface Wall {
  price: number;
  qty: number;
  side: 'bid' | 'ask';
  severity: Severity;
}

export interface Vacuum {
  from: number;
  to: number;
  severity: Severity;
}

export interface VolumeProfile {
  poc: number;
  vah: number;
  val: number;
  /** Share of the window's volume inside [val, vah], 0–1. */
  value_share: number;
  window_sec: number;
  /** Seconds of the window that the trades at hand cover. */
  covered_sec: number;
  trade_count: number;
}

/** Each 0–1, or null where its input doesn't exist; the weights of the rest are then scaled up. */
export interface HealthParts {
  spread: number | null;
  depth: number | null;
  balance: number | null;
  flow: number | null;
  anomalies: number | null;
  freshness: number | null;
}

/** Brief 003's market report. A null is explained in `absent`. */
export interface MarketReport extends AnswerBase {
  symbol: string;
  venue: string;
  generated_at: string;
  data_age_ms: number | null;
  report_version: string;
  ingestion: { status: 'ok' | 'degraded' | 'down'; fresh: boolean };
  last_price: number | null;
  change_24h_pct: number | null;
  high_24h: number | null;
  low_24h: number | null;
  volume_24h: number | null;
  best_bid: PriceQty | null;
  best_ask: PriceQty | null;
  /** (ask − bid) / bid × 10⁴, brief 003 FR-006. */
  spread_bps: number | null;
  mid_price: number | null;
  /** Size-weighted mid, brief 003 FR-008. */
  micro_price: number | null;
  /** Lists of levels are left out of concise answers that have no room for them. */
  depth: {
    top20_bid?: Level[] | undefined;
    top20_ask?: Level[] | undefined;
    sum_bid: number;
    sum_ask: number;
    imbalance: number | null;
  } | null;
  /** `net_flow` over so many `seconds`. */
  flow: { orders_per_sec: number | null; net_flow: number | null; seconds: number };
  /** Concise answers leave the profile out where there is one. */
  liquidity: { walls: Wall[] | null; vacuums: Vacuum[] | null; profile?: VolumeProfile | null | undefined };
  anomalies: { type: 'spoofing' | 'iceberg' | 'flash_crash_risk'; severity: Severity; note: string | null }[] | null;
  health: { score: number; components: HealthParts } | null;
  absent: Absence[];
}

export interface BookAnswer extends AnswerBase {
  symbol: string;
  venue: string;
  /** The venue's own update id, where it has one. */
  seq: number | null;
  bids: Level[];
  asks: Level[];
  /** Prices between which every level is known; null: not limited on that side. */
  known_from: number | null;
  known_to: number | null;
  levels_total: { bids: number; asks: number } | null;
  absent: Absence[];
}

export interface TradesAnswer extends AnswerBase {
  symbol: string;
  venue: string;
  /** Newest first. */
  trades: { id: number; time: string; price: number; qty: number; side: Side }[];
  next_before_id: number | null;
}

/** One window of signed flow; base currency unless named otherwise. Null: not every trade of the window is known. */
export interface FlowWindow {
  seconds: number;
  buy: number | null;
  sell: number | null;
  net: number | null;
  net_quote: number | null;
  trades: number | null;
  vwap: number | null;
  /** Order-flow imbalance at the touch (Cont, Kukanov, Stoikov 2014), base currency; null unless the book was whole throughout. */
  ofi: number | null;
  complete: boolean;
}

export interface FlowAnswer extends AnswerBase {
  symbol: string;
  venue: string;
  orders_per_sec: number | null;
  net_flow_30s: number | null;
  windows: FlowWindow[];
  /** Cumulative volume delta since 00:00 UTC or since data began, whichever is later. */
  cvd: { since: string; base: number; quote: number } | null;
  absent: Absence[];
}

/** What a market order of this size would do to the book as it is known. */
export interface Execution {
  side: Side;
  qty: number;
  avg_price: number | null;
  worst_price: number | null;
  slippage_bps_mid: number | null;
  /** False if the full book holds less; null if the known book ends before. */
  filled: boolean | null;
}

export interface LiquidityAnswer extends AnswerBase {
  symbol: string;
  venue: string;
  spread_bps: number | null;
  depth_by_distance: { within_bps: number; bid: number | null; ask: number | null; imbalance: number | null }[];
  walls: Wall[] | null;
  vacuums: Vacuum[] | null;
  profile: VolumeProfile | null;
  execution: Execution[];
  absent: Absence[];
}

/** Inputs of the raw log that a finding rests on, both ends included, and the exchange's times of them. */
export interface LogRange {
  session: number;
  from_seq: number;
  to_seq: number;
  from: string;
  to: string;
}

/** What a detector saw. Parts are 0–1, null where their input doesn't exist; `seen` holds the quantities behind them. */
export interface Anomaly {
  id: string;
  type: 'spoofing' | 'iceberg' | 'flash_crash_risk';
  venue: string;
  symbol: string;
  severity: Severity;
  score: number;
  parts: Record<string, number | null>;
  missing: string[];
  seen: Record<string, number | null>;
  side: 'bid' | 'ask' | null;
  price: number | null;
  onset: string;
  detected: string;
  /** Null: it goes on. */
  end: string | null;
  note: string;
  /** What the mid did after the detection; null where that time has not come. */
  outcome: { mid: number | null; after: { seconds: number; bps: number | null }[] };
  /** Null where no raw log has the inputs. */
  evidence: LogRange | null;
}

export interface AnomaliesAnswer extends AnswerBase {
  anomalies: Anomaly[];
  /** How many fit the question and were left out. */
  left_out: number;
  absent: Absence[];
}

export interface AnomaliesQuery {
  symbol?: string | undefined;
  venue?: string | undefined;
  /** RFC 3339; those seen since. */
  since?: string | undefined;
  minSeverity: Severity;
  limit: number;
}

/** One thing that happened at the level of a finding, or to the whole market where it has none. */
export interface ExplainedStep {
  time: string;
  seq: number;
  /** `level`: its size changed · `trade`: printed there · `book`: touch and depth, where there is no level · `found`, `changed`, `ended`: the finding. */
  what: 'level' | 'trade' | 'book' | 'found' | 'changed' | 'ended';
  size: number | null;
  side: Side | null;
  price: number | null;
  /** Of the finding. */
  score: number | null;
}

/** A finding recomputed from the raw log. */
export interface ExplainedAnomaly {
  as_of: string;
  /** What the log is of. */
  source: Source;
  id: string;
  /** Whether the log gives the same finding, to the last digit. */
  reproduced: boolean;
  reason: string;
  anomaly: Anomaly;
  /** The score as the sum of its parts, each with its weight. */
  arithmetic: { part: string; value: number | null; weight: number | null; product: number | null }[];
  steps: ExplainedStep[];
  /** Steps between the first and the last that were left out. */
  steps_left_out: number;
  caveats: string[];
}

/** Explains findings by the raw log. Throws coded errors. */
export interface AnomalyService {
  explain(query: { id: string; steps: number }, limits?: WorkLimits): Promise<ExplainedAnomaly>;
}

export interface CandlesAnswer extends AnswerBase {
  symbol: string;
  venue: string;
  interval: string;
  /** Oldest first. What a missing trade could change is null. */
  candles: {
    start: string;
    open: number | null;
    high: number | null;
    low: number | null;
    close: number | null;
    volume: number | null;
    /** Whether the bar is over and every trade of it is known. */
    complete: boolean;
  }[];
  absent: Absence[];
}

export interface StreamHealth {
  venue: string;
  symbol: string;
  stream: StreamKind;
  state: StreamState;
  reason: string;
  since: string | null;
  age_ms: number | null;
  messages: number;
  gaps_24h: number;
  seq: number | null;
}

export interface VenueHealth {
  venue: string;
  status: 'ok' | 'degraded' | 'down';
  host: string | null;
  connections: number;
  reconnects: number;
  /** Receive clock minus exchange clock, rolling minimum over five minutes; null before the first message. */
  clock_offset_ms: number | null;
  quarantined: number;
  rest_weight_used: number;
  notes: string[];
}

/** How what connects the roles fares; `in_process` where one process has them all. */
export interface BusHealth {
  kind: 'in_process' | 'redis';
  state: 'up' | 'down';
  reason: string | null;
  /** What this process does. */
  roles: string[];
  /** Messages that wait to be published here. */
  backlog: number;
  /** Messages that were thrown away here because too many waited, and those that never came to be read. */
  lost: number;
  /** From receipt of the newest message to its reading here; null where none is read. */
  lag_ms: number | null;
  /** Messages that were read here and whose effect is not stored yet. */
  pending: number;
}

export interface DataHealthAnswer extends AnswerBase {
  venues: VenueHealth[];
  streams: StreamHealth[];
  raw_log: { state: 'writing' | 'failing' | 'off'; bytes: number; segment: string | null; lag_ms: number; reason: string | null };
  bus: BusHealth;
}

/** Columns of a book over time; their bytes as heat-ring.ts lays them out. */
export interface HeatAnswer extends AnswerBase {
  symbol: string;
  venue: string;
  /** Columns of two epochs don't share an axis: with a new one everything before is to be thrown away. */
  epoch: number;
  /** Height of a row, quote currency; null before the first snapshot. */
  price_step: number | null;
  rows: number;
  column_ms: number;
  /** Columns that are kept at most. */
  capacity: number;
  /** Number of the first column sent, and of the next to come, counted from the start of the epoch. */
  from: number;
  next: number;
  /** Base64. */
  columns: string;
}

export interface MarketsAnswer extends AnswerBase {
  markets: {
    instrument: string;
    venue: string;
    symbol: string;
    base: string;
    quote: string;
    kind: string;
    tick: number | null;
    lot: number | null;
    state: StreamState;
    last_price: number | null;
    /** Null without a price. */
    last_price_age_ms: number | null;
  }[];
  absent: Absence[];
}

/** Long-lived market state behind one asynchronous face, so that it may live in another process. Throws coded errors. */
export interface MarketService {
  listMarkets(query: { venue?: string | undefined }): Promise<MarketsAnswer>;
  getReport(query: { symbol: string; venue?: string | undefined }): Promise<MarketReport>;
  getBook(query: { symbol: string; venue?: string | undefined; depth: number }): Promise<BookAnswer>;
  getTrades(query: {
    symbol: string;
    venue?: string | undefined;
    limit: number;
    beforeId?: number | undefined;
  }): Promise<TradesAnswer>;
  getCandles(query: { symbol: string; venue?: string | undefined; interval: string; limit: number }): Promise<CandlesAnswer>;
  getFlow(query: { symbol: string; venue?: string | undefined; windows: readonly number[] }): Promise<FlowAnswer>;
  getLiquidity(query: { symbol: string; venue?: string | undefined; sizes: readonly number[] }): Promise<LiquidityAnswer>;
  /** Columns from number `after` of `epoch` on; all that are held when the epoch is another. */
  getHeat(query: {
    symbol: string;
    venue?: string | undefined;
    epoch?: number | undefined;
    after?: number | undefined;
  }): Promise<HeatAnswer>;
  getAnomalies(query: AnomaliesQuery): Promise<AnomaliesAnswer>;
  getDataHealth(query: { symbol?: string | undefined; venue?: string | undefined }): Promise<DataHealthAnswer>;
}
