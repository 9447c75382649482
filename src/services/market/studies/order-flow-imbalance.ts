import {
  addToWindow,
  advanceWindow,
  clearWindow,
  createRollingWindow,
  ofiStep,
  type RollingWindow,
} from '../../../analytics/flow/index.ts';
import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../../../core/index.ts';
import { atScale, sizeScale } from '../at-scale.ts';
import { whyBookUnheard, type Reading, unknown } from '../reading.ts';
import { stateOf } from '../market-state.ts';
import { defineStudy, type StudyView } from '../study.ts';
import { losesBook, wholeBook } from './whole-book.ts';

const SPAN_US = 5 * US_PER_MINUTE;

/** Window of the column, seconds. */
const COLUMN_SECONDS = 60;

function restart(window: RollingWindow, since: Micros | null): void {
  clearWindow(window);
  window.since = since;
}

function move(window: RollingWindow, { market, at }: StudyView): void {
  const { since, before, touch } = stateOf(market, wholeBook);
  if (before === null || touch === null) return restart(window, since);
  // The state began while the book was already synced, so its sums start here.
  if (window.since === null && since !== null) window.since = at;
  else {
    const step = ofiStep(before, touch);
    // A step of zero changes no sum, and most updates leave the touch as it was.
    if (step === 0) advanceWindow(window, at);
    else addToWindow(window, at, [step]);
  }
}

/** Steps of the order-flow imbalance at the touch, over the last five minutes. */
export const orderFlowImbalance = defineStudy({
  id: 'order_flow_imbalance',
  create: () => createRollingWindow(SPAN_US, 1),
  on: {
    book_snapshot: (window, _event, { market }) => restart(window, stateOf(market, wholeBook).since),
    book_delta: (window, _event, view) => move(window, view),
    feed_state: (window, event, { symbol }) => {
      if (losesBook(event, symbol)) restart(window, null);
    },
  },
  pass: (window, { at }) => advanceWindow(window, at),
  resume(window, after, { market }) {
    if (after === 'clock') restart(window, stateOf(market, wholeBook).since);
    return window;
  },
  read(_window, reading) {
    const why = whyNoOfi(reading, COLUMN_SECONDS);
    return { ofi_60s: why === null ? ofiOver(reading, COLUMN_SECONDS) : unknown(why) };
  },
});

/** Why the order-flow imbalance over a window is unknown; null if it is known. */
export function whyNoOfi(reading: Reading, seconds: number): string | null {
  const { since } = stateOf(reading.market, orderFlowImbalance);
  if (seconds * US_PER_SECOND > SPAN_US) return `it is kept for ${SPAN_US / US_PER_SECOND} s`;
  const unheard = whyBookUnheard(reading);
  if (unheard !== null) return unheard;
  return since === null || since > reading.exchangeAt - seconds * US_PER_SECOND ? 'the book was not whole throughout' : null;
}

/** Order-flow imbalance at the touch over a window; the book must have been complete throughout. */
export function ofiOver(reading: Reading, seconds: number): number {
  const { rows } = stateOf(reading.market, orderFlowImbalance);
  const from = reading.exchangeAt - seconds * US_PER_SECOND;
  let sum = 0;
  for (let i = rows.start; i < rows.end; i++) if ((rows.times[i] as number) > from) sum += rows.values[i] as number;
  return atScale(sum, sizeScale(reading));
}
