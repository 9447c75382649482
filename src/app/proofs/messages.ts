import { CodedError, type Micros, type Source, type VenueId } from '../../core/index.ts';
import type { ClaimQuery } from '../../services/claims/index.ts';
import { MARKET_QUERIES, type FoundAnomaly, type MarketService, type MarketSettings } from '../../services/market/index.ts';

/** Start data of a proof thread. */
export interface ProofSettings {
  /** Data directory, read and never written. */
  readonly directory: string;
  readonly source: Source;
  readonly venues: readonly VenueId[];
  readonly settings: MarketSettings;
  readonly budgetMs: number;
  readonly shared: SharedArrayBuffer;
}

/** Memory that both threads share, so that each can read it while the other is busy. */
export interface SharedView {
  /** Number of the cancelled job. */
  readonly cancelled: Int32Array;
  /** Units spent so far, by all jobs. */
  readonly spent: BigInt64Array;
}

const SPENT_AT = BigInt64Array.BYTES_PER_ELEMENT;
export const SHARED_BYTES = 2 * SPENT_AT;

export const viewShared = (shared: SharedArrayBuffer): SharedView => ({
  cancelled: new Int32Array(shared, 0, 1),
  spent: new BigInt64Array(shared, SPENT_AT, 1),
});

/** The kinds of proof. */
export type Job =
  | { readonly kind: 'check'; readonly query: ClaimQuery }
  | { readonly kind: 'explain'; readonly found: FoundAnomaly; readonly steps: number };

/** Questions about the current market. */
export type MarketQuestion = Exclude<keyof MarketService, 'getHeat'>;

export const MARKET_QUESTIONS = (Object.keys(MARKET_QUERIES) as (keyof MarketService)[]).filter(
  (name): name is MarketQuestion => name !== 'getHeat',
);

/** A coded error crosses threads by its parts; any other error only by its text. */
export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly coded: Parts }
  | { readonly ok: false; readonly words: string };

type Parts = Readonly<Pick<CodedError, 'code' | 'publicName' | 'status' | 'message' | 'advice' | 'facts'>>;

export type ToWorker =
  | { readonly kind: 'job'; readonly id: number; readonly now: Micros; readonly job: Job }
  | { readonly kind: 'market'; readonly call: number; readonly outcome: Outcome };

export type FromWorker =
  | { readonly kind: 'begun'; readonly id: number }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: Outcome }
  | {
      readonly kind: 'market';
      readonly id: number;
      readonly call: number;
      readonly question: MarketQuestion;
      readonly query: unknown;
    };

/** Outcome of a promise, in a form that crosses threads. */
export const outcomeOf = (work: Promise<unknown>): Promise<Outcome> =>
  work.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => {
      if (!(error instanceof CodedError))
        return { ok: false, words: error instanceof Error ? String(error.stack) : String(error) };
      const { code, publicName, status, message, advice, facts } = error;
      return { ok: false, coded: { code, publicName, status, message, advice, facts } };
    },
  );

/** The value of an outcome; rethrows the error of the other thread. */
export function valueOf(outcome: Outcome): unknown {
  if (outcome.ok) return outcome.value;
  if (!('coded' in outcome)) throw new Error(outcome.words);
  const { code, publicName, status, message, advice, facts } = outcome.coded;
  throw new CodedError(code, publicName, status, message, advice, facts);
}
