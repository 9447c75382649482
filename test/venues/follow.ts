import type { Decoded, DecodedDelta, DecodedSnapshot, Venue } from '../../src/core/index.ts';
import { NaiveBook } from './naive-book.ts';

/** The tally of one symbol's recording. */
export interface Tally {
  refused: string[];
  gaps: number;
  applied: number;
  old: number;
  /** Quotes met at the book's own update id. */
  met: number;
  wrong: number;
}

export const isSnapshot = (frame: string): boolean => frame.startsWith('{"lastUpdateId"');

/** Reads a venue's recordings by its own rules, with a very simple book. */
export function followed(venue: Venue) {
  /** Recorders write REST snapshots among the frames or into a separate file; both are decoded as REST responses. */
  function snapshotOf(symbol: string, body: string): DecodedSnapshot {
    const answer = venue.questions.snapshot?.decode({ symbol }, body);
    if (answer?.ok !== true) throw new Error(`no snapshot: ${JSON.stringify(answer)}`);
    return answer.value;
  }

  const decodeOne = (frame: string): Decoded => {
    const decoded = venue.decode(frame);
    const [message] = decoded;
    if (message === undefined || decoded.length > 1) throw new Error(`${decoded.length} messages from ${frame}`);
    return message;
  };

  /** Follows one symbol by the venue's rule, comparing the touch with every quote at an equal update id. */
  function follow(snapshot: DecodedSnapshot, messages: readonly Decoded[]): Tally {
    const tally: Tally = { refused: [], gaps: 0, applied: 0, old: 0, met: 0, wrong: 0 };
    const quotes = new Map(messages.flatMap((message) => (message.kind === 'quote' ? [[message.seq, message] as const] : [])));
    const book = new NaiveBook();
    book.load(snapshot.bids, snapshot.asks);
    let last = snapshot.last;
    let bridged = false;
    const step = (delta: DecodedDelta): void => {
      const continuity = bridged ? venue.book.next(last, delta) : venue.book.bridge(last, delta);
      if (continuity === 'old') tally.old++;
      if (continuity === 'gap') tally.gaps++;
      if (continuity !== 'next') return;
      bridged = true;
      book.apply(delta.bids, delta.asks);
      last = delta.last;
      tally.applied++;
      const quote = quotes.get(last);
      if (!quote) return;
      tally.met++;
      const [bid, ask] = [book.bestBid(), book.bestAsk()];
      const same = bid?.[0] === quote.bid && bid[1] === quote.bidSize && ask?.[0] === quote.ask && ask[1] === quote.askSize;
      if (!same) tally.wrong++;
    };
    for (const message of messages) {
      if (message.kind === 'refused') tally.refused.push(`${message.reason} ${message.detail}`);
      if (message.kind === 'book_delta' && message.symbol === snapshot.symbol) step(message);
    }
    return tally;
  }

  return { snapshotOf, decodeOne, follow };
}
