import type { RestCall, VenueId } from '../../core/index.ts';

/** How a venue's messages look in files that name no venue. Pure; texts are as recorded and may be anything. */
export interface RecordedVenue {
  readonly venue: VenueId;
  /**
   * Whether a message is this venue's. `likely`: it has the form of this venue, and so may a message of a venue that adds
   * to the form; that one then claims others of its messages `surely`.
   */
  claims(message: string): 'surely' | 'likely' | null;
  /** The symbol that a message names, and its update id, by which books without a symbol are placed; null: no symbol. */
  identify(message: string): { readonly symbol: string; readonly id: number | null } | null;
  /** A recorded answer that is a whole book and names no symbol: its update id, and levels on its longer side. */
  bookOf(message: string): { readonly id: number; readonly levels: number } | null;
  /** The call that is answered by a whole book of so many levels. It is never sent, so its weight is 0. */
  snapshotCall(symbol: string, levels: number): RestCall;
  readonly captures: CapturedVenue;
}

/** A venue in raw captures of cryptofeed. */
export interface CapturedVenue {
  /** Its files begin with this: `BINANCE` in `BINANCE.ws.1.0`. */
  readonly prefix: string;
  /** Hosts that its lines may name. */
  readonly hosts: RegExp;
  /** Symbols that an address asks for, as the venue writes them. */
  symbolsOf(url: string): readonly string[];
  /** The call behind an address; null: its answer is not read here. */
  callOf(url: URL): RestCall | null;
}
