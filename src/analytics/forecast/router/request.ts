import type { Catalogue } from '../catalogue.ts';
import type { Priority } from './priorities.ts';

export interface RouteRequest {
  readonly horizon: number;
  readonly levels?: readonly number[];
  readonly priority: Priority;
  /** A model's name, or `auto`. */
  readonly model?: string;
  readonly candidates?: readonly string[];
  readonly seed?: number;
}

export interface RouteTools {
  readonly catalogue: Catalogue;
  /** Milliseconds from any origin. It can only end an answer early, never change a choice otherwise. */
  readonly clock: () => number;
}

export interface Candidate {
  readonly model: string;
  /** Mean absolute error at the judging origins, in the series' unit. */
  readonly error: number;
  /** `error` relative to the seasonal naive's; null if the naive made no error. */
  readonly skill: number | null;
}

export interface Skipped {
  readonly model: string;
  readonly why: string;
}

/** The yardstick for every other forecast. */
export const YARDSTICK = 'NaiveSeasonal';
