import type { NumberMark } from '../../../core/number-marks.ts';
import type { StreamKind } from '../../../core/index.ts';

/** A number that a study publishes: its formula's id or why it has none, and its meaning with unit and range. */
export type Column = NumberMark & { readonly text: string };

/** Static description of a study. */
export interface StudyCard {
  /** What the study measures, in one sentence. */
  readonly text: string;
  /**
   * Version of the state's format and of the computation. If a checkpoint has another version, the study restarts empty.
   */
  readonly version: number;
  /** Required streams: a market that lacks one has none of the numbers. */
  readonly streams: readonly StreamKind[];
  /** Studies whose state it reads; they must come earlier in the list. */
  readonly after: readonly string[];
  /** Published numbers; empty if only other studies read its state. */
  readonly columns: Readonly<Record<string, Column>>;
}

/**
 * Every study by its id, in the order in which they process events and time. The id also names the state in every market
 * and checkpoint, and the object in the answer of `get_features`.
 */
export const STUDY_CARDS = {
  whole_book: { text: 'Since when the book has been whole.', version: 1, streams: ['book'], after: [], columns: {} },
  interruptions: {
    text: 'When streams were not in order, and which trades were missing.',
    version: 2,
    streams: [],
    after: [],
    columns: {},
  },
  fetched_trades: {
    text: 'Which trades were fetched after they happened.',
    version: 1,
    streams: ['trade'],
    after: [],
    columns: {},
  },
  order_flow_imbalance: {
    text: 'Order-flow imbalance at the touch.',
    version: 1,
    streams: ['book'],
    after: ['whole_book'],
    columns: { ofi_60s: { formula: 'ofi', text: 'Order-flow imbalance at the touch over the last 60 s, base currency.' } },
  },
  event_rate: {
    text: 'Rate of trades and book changes.',
    version: 1,
    streams: ['book', 'trade'],
    after: [],
    columns: { events_per_sec: { formula: 'rate', text: 'Trades and book changes a second over the last ten seconds.' } },
  },
  cumulative_delta: {
    text: 'Cumulative volume delta of the UTC day.',
    version: 1,
    streams: ['trade'],
    after: [],
    columns: {
      base: { formula: 'cvd', text: 'Bought minus sold since the first trade known of the UTC day, base currency.' },
      quote: { formula: 'cvd', text: 'The same for price × size, quote currency.' },
      covered_sec: { plain: 'known', text: 'Seconds since the first trade of the sum.' },
    },
  },
  liquidity: { text: 'Usual sizes and depths by distance from the mid.', version: 1, streams: ['book'], after: [], columns: {} },
  wall_ages: {
    text: 'Since when large levels have stood.',
    version: 2,
    streams: ['book'],
    after: ['liquidity'],
    columns: {},
  },
  liquidations: { text: 'Liquidations of the last day.', version: 1, streams: ['liquidation'], after: [], columns: {} },
  moments: {
    text: 'The book every ten seconds, for half an hour.',
    version: 2,
    streams: ['book'],
    after: ['liquidity'],
    columns: {},
  },
  volume_profile: {
    text: 'Volume by price over the window of a report.',
    version: 1,
    streams: ['trade'],
    after: [],
    columns: {
      poc: { formula: 'profile', text: 'Price of most volume, quote currency.' },
      vah: { formula: 'profile', text: 'Top of the value area, price in quote currency.' },
      val: { formula: 'profile', text: 'Bottom of the value area, price in quote currency.' },
      value_share: { formula: 'profile', text: 'Share of volume inside the value area, 0–1.' },
      covered_sec: { formula: 'profile', text: 'Seconds of the window that the trades cover.' },
    },
  },
  detectors: {
    text: 'Detectors of anomalies and their findings.',
    version: 12,
    streams: ['book', 'trade'],
    after: [],
    columns: {},
  },
  watching: {
    text: 'When each detector was watching.',
    version: 2,
    streams: ['book', 'trade'],
    after: ['detectors'],
    columns: {},
  },
  health: {
    text: 'Market health against what is usual.',
    version: 1,
    streams: ['book'],
    after: ['event_rate', 'detectors'],
    columns: { score: { formula: 'health', text: 'Health score of the market, 0–100.' } },
  },
} as const satisfies Readonly<Record<string, StudyCard>>;

export type StudyId = keyof typeof STUDY_CARDS;

export const STUDY_IDS = Object.keys(STUDY_CARDS) as readonly StudyId[];
