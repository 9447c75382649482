import type { Piece } from '../text/reading.ts';
import type { Proven } from './proven.ts';
import type { Judged } from './sentence.ts';
import { wordsOf } from './words-around.ts';

interface Topic {
  /** Paths of the fields that may appear under a heading with this word. */
  readonly fields: RegExp;
  /** Operations whose complete answers may appear under it. */
  readonly operations: readonly string[];
}

const BOOK: Topic = {
  fields:
    /^(?:best_|bids|asks|spread|mid_price|micro_price|depth|levels_total|known_|(?:liquidity\.)?(?:walls|vacuums)|execution)/,
  operations: ['get_book', 'get_report', 'get_liquidity'],
};

/** What a heading claims about the figures under it: "Order book" over trades would be false. */
const TOPICS: Readonly<Record<string, Topic>> = {
  book: BOOK,
  depth: BOOK,
  flow: { fields: /^(?:windows|flow|net_flow|cvd|orders_per_sec)/, operations: ['get_flow'] },
  trades: {
    fields: /^(?:trades|windows|flow|net_flow|cvd|last_price|volume_24h|markets\[\d+\]\.last_price)/,
    operations: ['get_trades', 'get_flow'],
  },
  candles: { fields: /^candles/, operations: ['get_candles'] },
  liquidity: {
    fields: /^(?:best_|bids|asks|spread|depth|levels_total|walls|vacuums|liquidity|profile|execution|volume_24h)/,
    operations: ['get_liquidity', 'get_book'],
  },
  profile: { fields: /(?:^|\.)profile/, operations: ['get_liquidity'] },
  health: { fields: /^(?:health|streams|venues|data_age|age_ms)/, operations: ['get_data_health'] },
};

/** A line without a figure that names the topic of the figures after it. */
export interface Heading {
  readonly text: string;
  readonly topics: readonly Topic[];
}

/** Reads a line without a figure as a heading; null if it names no topic. */
export function headingOf(text: string, pieces: readonly Piece[]): Heading | null {
  const topics = wordsOf(pieces).flatMap((word) => TOPICS[word] ?? []);
  return topics.length === 0 ? null : { text, topics };
}

/** Whether a figure under a heading is of another kind of data than the heading says. */
export const misleads = ({ topics }: Heading, figures: readonly Judged[]): boolean =>
  figures.some(({ path }) => path !== null && !topics.some(({ fields }) => fields.test(path)));

/** Whether an answer quoted in full may be of another kind of data than the heading says. */
export const misnames = ({ topics }: Heading, proven: readonly Proven[]): boolean =>
  proven.some(({ operation }) => !topics.some(({ operations }) => operations.includes(operation)));
