import { depthWithin, touchOf } from '../../../analytics/book/index.ts';
import { US_PER_SECOND, type Micros } from '../../../core/index.ts';
import { defineStudy, type TimeView } from '../study.ts';
import { addSample, newBookSamples, SAMPLED_BPS, type BookSamples } from './book-samples.ts';
import { wallsOf } from './liquidity.ts';
import { ownTime } from './own-time.ts';

export const EVERY_SEC = 10;
const EVERY_US = EVERY_SEC * US_PER_SECOND;

export interface Moments {
  /** When it was last sampled, on the clock of rolling state. */
  at: Micros | null;
  readonly samples: BookSamples;
}

function sample(samples: BookSamples, view: TimeView, bid: number, ask: number): void {
  const { book } = view.symbol.book;
  const judged = wallsOf(view);
  addSample(samples, {
    at: ownTime(view),
    bid,
    ask,
    depths: SAMPLED_BPS.flatMap((bps) => [depthWithin(book, 'bid', bps), depthWithin(book, 'ask', bps)]),
    walls: judged.ready ? judged.found : null,
  });
}

/** The book every ten seconds, for what changed since. */
export const moments = defineStudy({
  id: 'moments',
  create: (): Moments => ({ at: null, samples: newBookSamples() }),
  pass(state, view) {
    const isDue = state.at === null || view.at < state.at || view.at - state.at >= EVERY_US;
    const touch = isDue && view.whole ? touchOf(view.symbol.book.book) : null;
    if (touch === null) return;
    state.at = view.at;
    sample(state.samples, view, touch.bid, touch.ask);
  },
  resume: (state) => ({ ...state, at: null }),
});
