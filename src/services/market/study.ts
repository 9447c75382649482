import type { MarketEvent, Micros } from '../../core/index.ts';
import type { SymbolView } from '../../runtime/feed/index.ts';
import type { LogPosition } from '../../runtime/raw-log/index.ts';
import type { STUDY_CARDS, StudyId } from './answers/study-cards.ts';
import type { Blind } from './blindness.ts';
import type { MarketState } from './market-state.ts';
import type { Reading, Unknown } from './reading.ts';
import type { MarketSettings } from './settings.ts';

/** A study's view of its market. A study may change only its own state. */
export interface StudyView {
  readonly market: MarketState;
  readonly symbol: SymbolView;
  /** Exchange time of rolling state: the event's time, or now. */
  readonly at: Micros;
  readonly settings: MarketSettings;
  /** Position of the input in the raw log; null without a log. */
  readonly position: LogPosition | null;
}

/** A study's view of its market when time advances. */
export interface TimeView extends StudyView {
  /** Whether the book is in order with levels on both sides, and the feed is alive. */
  readonly whole: boolean;
  /** Time ranges up to now with possibly missing trades. */
  readonly blind: readonly Blind[];
}

/**
 * A break in the events: the exchange's clock was corrected, trades may be missing without a gap in their ids, or bus
 * messages were lost.
 */
export type Break = 'clock' | 'trades' | 'messages';

/** Handlers by type of event. Each trade arrives once, with the position and time that the tape gave it. */
type Handlers<S> = {
  readonly [E in MarketEvent as E['type']]?: { handle(state: S, event: E, view: StudyView): void }['handle'];
};

type Columns<K extends StudyId> = (typeof STUDY_CARDS)[K]['columns'];

/** Each number of a study, or why it is unknown. */
type Values<C> = { readonly [N in keyof C]: number | Unknown };

/** The functions of a study. Its state is plain data, because a checkpoint is a copy of it. */
export interface StudyParts<S> {
  create(market: Pick<MarketState, 'id' | 'venue' | 'symbol'>): S;
  readonly on?: Handlers<S>;
  /** Called ten times a second, in the order of the cards. */
  pass?(state: S, view: TimeView): void;
  /** Returns the state to continue with after a break. By default a corrected clock restarts the state; other breaks don't. */
  resume?(state: S, after: Break, view: Pick<StudyView, 'market' | 'symbol' | 'at'>): S;
  /** Computes the numbers on its card for an answer. The market has the streams that the card requires. */
  read?(state: S, reading: Reading): Readonly<Record<string, number | Unknown>>;
}

/**
 * A feature: state of one market that events and time update, and numbers computed from it. Its card has the version,
 * streams and numbers. How to add one: docs/adding-a-study.md.
 */
export type Study<S, K extends StudyId> = StudyParts<S> & { readonly id: K } & (keyof Columns<K> extends never
    ? unknown
    : { read(state: S, reading: Reading): Values<Columns<K>> });

/** Infers the type of the state from `create`. */
export const defineStudy = <S, const K extends StudyId>(study: Study<S, K>): Study<S, K> => study;
