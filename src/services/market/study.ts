import type { MarketEvent, Micros } from '../../core/index.ts';
import type { SymbolView } from '../../runtime/feed/index.ts';
import type { LogPosition } from '../../runtime/raw-log/index.ts';
import type { STUDY_CARDS, StudyId } from './answers/study-cards.ts';
import type { Blind } from './blindness.ts';
import type { MarketState } from './market-state.ts';
import type { Reading, Unknown } from './reading.ts';
import type { MarketSettings } from './settings.ts';

/** What a study sees of its market besides the event. It changes its own state only. */
export interface StudyView {
  readonly market: MarketState;
  readonly symbol: SymbolView;
  /** Time of rolling state, exchange time: of the event, or now. */
  readonly at: Micros;
  readonly settings: MarketSettings;
  /** Where the raw log has the input; null without a log. */
  readonly position: LogPosition | null;
}

/** What a study sees when time passes. */
export interface TimeView extends StudyView {
  /** Whether the book is in order, with levels on both sides, and the feed alive. */
  readonly whole: boolean;
  /** Stretches up to now of which not every trade is known. */
  readonly blind: readonly Blind[];
}

/**
 * What breaks the run of events: the clock of the exchange was corrected, trades may be missing that no gap in
 * their ids shows, or messages of a bus were lost.
 */
export type Break = 'clock' | 'trades' | 'messages';

/** Handlers by type of event. A trade comes once, in the place and at the time that the tape gave it. */
type Handlers<S> = {
  readonly [E in MarketEvent as E['type']]?: { handle(state: S, event: E, view: StudyView): void }['handle'];
};

type Columns<K extends StudyId> = (typeof STUDY_CARDS)[K]['columns'];

/** Each number of a study, or why it is not known. */
type Values<C> = { readonly [N in keyof C]: number | Unknown };

/** What a study is made of. The state is plain data, because a checkpoint is a copy of it. */
export interface StudyParts<S> {
  create(market: Pick<MarketState, 'id' | 'venue' | 'symbol'>): S;
  readonly on?: Handlers<S>;
  /** Ten times a second, in the order of the cards. */
  pass?(state: S, view: TimeView): void;
  /** Returns the state to go on with. Without it, a corrected clock restarts the state, and other breaks leave it. */
  resume?(state: S, after: Break, view: Pick<StudyView, 'market' | 'symbol' | 'at'>): S;
  /** The numbers of its card as of a reading of a market that has the study's streams. */
  read?(state: S, reading: Reading): Readonly<Record<string, number | Unknown>>;
}

/**
 * A feature: state of one market that events and time change, and the numbers that are read from it. Version, streams
 * and numbers stand in its card. How to add one: docs/adding-a-study.md.
 */
export type Study<S, K extends StudyId> = StudyParts<S> & { readonly id: K } & (keyof Columns<K> extends never
    ? unknown
    : { read(state: S, reading: Reading): Values<Columns<K>> });

/** Takes the state's type from `create`. */
export const defineStudy = <S, const K extends StudyId>(study: Study<S, K>): Study<S, K> => study;
