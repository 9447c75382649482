import { US_PER_MS, type Clock, type Micros } from '../core/index.ts';
import type { Faults } from './faults.ts';
import type { Link, Session } from './link.ts';
import type { Listing } from './listing.ts';
import type { LevelChange, Market } from './market.ts';
import type { Tape, TapeTrade } from './tape.ts';
import type { Journal } from './truth.ts';

/** One instrument with its market, trades and journal. */
export interface TradedInstrument {
  readonly listing: Listing;
  readonly market: Market;
  readonly tape: Tape;
  readonly journal: Journal;
}

/** Best bid and ask right after an update, [price, size]; `seq` is null if the venue does not number updates. */
export interface TruthUpdate {
  readonly symbol: string;
  readonly seq: number | null;
  readonly ts: Micros;
  readonly bid: readonly [number, number];
  readonly ask: readonly [number, number];
}

/** Encodes an instrument's events for the wire. */
export interface InstrumentWriter {
  change(change: LevelChange, at: Micros): void;
  trade(trade: TapeTrade): void;
  settled(at: Micros): void;
  resetSequence(): void;
}

export interface RestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly symbol: string | null;
  readonly lateMs: number;
}

/** The exchange, as seen by a protocol. */
export interface Floor {
  readonly clock: Clock;
  readonly instruments: ReadonlyMap<string, TradedInstrument>;
  /** Symbols that only the channel of all mark prices has, without a market behind them. */
  readonly markedOnly: readonly string[];
  readonly faults: Faults;
  /** Time as the exchange prints it; differs from the clock after a clock step. */
  wireTime(at: Micros): Micros;
  noteTruth(instrument: TradedInstrument, key: { readonly seq: number | null; readonly ts: Micros }): void;
}

/** One venue's wire format. */
export interface Protocol {
  /** How the venue identifies a state of a book. */
  readonly keys: 'id' | 'time';
  /** A session for this request path, or the HTTP status that refuses it. */
  accept(path: string): ((link: Link) => Session) | number;
  request(path: string): RestReply;
  /** The body of a refused call. */
  refusalBody(status: number): string;
  /** Matches prices and sizes in an answer. */
  readonly restNumbers: RegExp;
  open(instrument: TradedInstrument): InstrumentWriter;
  /** Announces that connections will be closed soon. */
  announceShutdown(link: Link): void;
  stop(): void;
}

/** Calls `run` every `ms`, first after `firstMs`. Does not drift; skips calls that a sleeping machine missed. */
export function every(clock: Clock, ms: number, firstMs: number, run: () => void): () => void {
  let due = clock.now() + firstMs * US_PER_MS;
  let cancel = () => {};
  const wait = () => {
    cancel = clock.after(Math.max(0, due - clock.now()) / US_PER_MS, () => {
      due = Math.max(due + ms * US_PER_MS, clock.now());
      wait();
      run();
    });
  };
  wait();
  return () => cancel();
}
