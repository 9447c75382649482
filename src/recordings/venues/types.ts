import type { RestCall, VenueId } from '../../core/index.ts';

/** Recognises a venue's messages in files that name no venue. Pure; texts are as recorded and may be arbitrary. */
export interface RecordedVenue {
  readonly venue: VenueId;
  /**
   * Whether a message belongs to this venue. `likely`: another venue with an extended form of these messages may send the same
   * message; that venue then claims its other messages `surely`.
   */
  claims(message: string): 'surely' | 'likely' | null;
  /** The symbol of a message, and its update id, which locates snapshots without a symbol; null without a symbol. */
  identify(message: string): { readonly symbol: string; readonly id: number | null } | null;
  /** A recorded snapshot without a symbol: its update id, and the number of levels on its longer side. */
  bookOf(message: string): { readonly id: number; readonly levels: number } | null;
  /** The call whose answer is a snapshot of this many levels. It is never sent, so its weight is 0. */
  snapshotCall(symbol: string, levels: number): RestCall;
  readonly captures: CapturedVenue;
}

/** A venue in raw captures of cryptofeed. */
export interface CapturedVenue {
  /** Prefix of its files: `BINANCE` in `BINANCE.ws.1.0`. */
  readonly prefix: string;
  /** Hosts that may appear in its lines. */
  readonly hosts: RegExp;
  /** Symbols that a URL subscribes to, in the venue's spelling. */
  symbolsOf(url: string): readonly string[];
  /** The call of a URL; null if its answer is not supported. */
  callOf(url: URL): RestCall | null;
}
