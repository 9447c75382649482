import type { FindingKind } from '../../analytics/flow/detectors/index.ts';
import type { AskedMarket, WorkLimits } from '../../core/index.ts';
import type { AnomaliesAnswer } from './answers/anomalies.ts';
import type { BookAnswer } from './answers/book.ts';
import type { CandlesAnswer } from './answers/candles.ts';
import type { ChangesAnswer } from './answers/changes.ts';
import type { DataHealthAnswer } from './answers/data-health.ts';
import type { EstimateQuery, ExecutionEstimate } from './answers/execution-estimate.ts';
import type { ExplainedAnomaly } from './answers/explained.ts';
import type { FeaturesAnswer } from './answers/features.ts';
import type { FlowAnswer } from './answers/flow.ts';
import type { HeatAnswer } from './answers/heat.ts';
import type { LatestAnswer } from './answers/latest.ts';
import type { LiquidationsAnswer, LiquidationsQuery } from './answers/liquidations.ts';
import type { LiquidityAnswer, LiquidityQuery } from './answers/liquidity.ts';
import type { MarketsAnswer } from './answers/markets.ts';
import type { Severity, Tier } from './answers/parts.ts';
import type { MarketReport } from './answers/report.ts';
import type { TradesAnswer } from './answers/trades.ts';
import type { VpinAnswer } from './answers/vpin.ts';

/**
 * The answers of the market service: plain, cloneable data with the field names that callers see. Each type follows its schema.
 * Prices in quote currency, sizes in base currency, times RFC 3339 UTC, ages in milliseconds.
 */
export type { Absence, AnswerBase, InputState } from '../../core/answer-fields.ts';
export type * from './answers/anomalies.ts';
export type * from './answers/anomaly.ts';
export type * from './answers/book.ts';
export type * from './answers/candles.ts';
export type * from './answers/changes.ts';
export type * from './answers/data-health.ts';
export type { ExecutionEstimate } from './answers/execution-estimate.ts';
export type * from './answers/explained.ts';
export type * from './answers/features.ts';
export type * from './answers/flow.ts';
export type * from './answers/heat.ts';
export type * from './answers/liquidations.ts';
export type * from './answers/liquidity.ts';
export type * from './answers/markets.ts';
export type { LatestAnswer } from './answers/latest.ts';
export type * from './answers/parts.ts';
export type * from './answers/report.ts';
export type * from './answers/trades.ts';
export type * from './answers/vpin.ts';

export interface MarketsQuery {
  venue?: string | undefined;
  /** Default: followed. */
  tier?: Tier | undefined;
  /** Part of a symbol. */
  search?: string | undefined;
  /** `next_after` of the previous page. */
  after?: string | undefined;
  /** Most markets; absent: all followed ones, or a first page of tier latest. */
  limit?: number | undefined;
}

export interface TradesQuery {
  limit: number;
  /** Only trades before this id. */
  beforeId?: number | undefined;
  /** The largest trades of so many last seconds in place of the newest. */
  largestInSec?: number | undefined;
}

export interface AnomaliesQuery {
  symbol?: string | undefined;
  venue?: string | undefined;
  /** RFC 3339; only findings seen since. */
  since?: string | undefined;
  /** Absent: every kind. */
  type?: FindingKind | undefined;
  minSeverity: Severity;
  limit: number;
}

/** Explains findings by replaying the raw log. Throws coded errors. */
export interface AnomalyService {
  explain(query: { id: string; steps: number }, limits?: WorkLimits): Promise<ExplainedAnomaly>;
}

/** Long-lived market state behind one asynchronous interface, so that it can run in another process. Throws coded errors. */
export interface MarketService {
  listMarkets(query: MarketsQuery): Promise<MarketsAnswer>;
  getReport(query: { symbol: string; venue?: string | undefined }): Promise<MarketReport>;
  getBook(query: { symbol: string; venue?: string | undefined; depth: number }): Promise<BookAnswer>;
  getTrades(query: TradesQuery & { symbol: string; venue?: string | undefined }): Promise<TradesAnswer>;
  /** The newest values as received; of event streams the newest `prints` events. */
  getLatest(query: { symbol: string; venue?: string | undefined; prints: number }): Promise<LatestAnswer>;
  /** Sums of liquidations over a span that ends now. */
  getLiquidations(query: AskedMarket & LiquidationsQuery): Promise<LiquidationsAnswer>;
  getCandles(query: { symbol: string; venue?: string | undefined; interval: string; limit: number }): Promise<CandlesAnswer>;
  getFlow(query: { symbol: string; venue?: string | undefined; windows: readonly number[] }): Promise<FlowAnswer>;
  getVpin(query: { symbol: string; venue?: string | undefined }): Promise<VpinAnswer>;
  getFeatures(query: { symbol: string; venue?: string | undefined }): Promise<FeaturesAnswer>;
  getChanges(query: { symbol: string; venue?: string | undefined; minutes: number }): Promise<ChangesAnswer>;
  estimateExecution(query: AskedMarket & EstimateQuery): Promise<ExecutionEstimate>;
  getLiquidity(query: AskedMarket & LiquidityQuery): Promise<LiquidityAnswer>;
  /** Columns from number `after` of `epoch` on; all stored columns if the epoch has changed. */
  getHeat(query: {
    symbol: string;
    venue?: string | undefined;
    epoch?: number | undefined;
    after?: number | undefined;
  }): Promise<HeatAnswer>;
  getAnomalies(query: AnomaliesQuery): Promise<AnomaliesAnswer>;
  getDataHealth(query: { symbol?: string | undefined; venue?: string | undefined }): Promise<DataHealthAnswer>;
}
