import type { BookMoment, ChangesAnswer, FlowSum } from '../../services/market/answers.ts';
import { conciseAbsences, conciseBase, leftOut, priceRounder, roundBps, roundSize, toSecond } from './concise.ts';

/** Walls in an answer with this many absences. */
const wallsBeside = (absences: number): number => Math.max(1, 2 - absences);

const roundFlow = (flow: FlowSum | null): FlowSum | null =>
  flow && { ...flow, buy: roundSize(flow.buy), sell: roundSize(flow.sell), net: roundSize(flow.net) };

const roundMoment = (moment: BookMoment, toPrice: (price: number) => number): BookMoment => ({
  at: toSecond(moment.at),
  mid_price: toPrice(moment.mid_price),
  spread_bps: roundBps(moment.spread_bps),
  depth: moment.depth.map(({ within_bps, bid, ask }) => ({ within_bps, bid: roundSize(bid), ask: roundSize(ask) })),
});

/** The changes with numbers rounded, the largest walls and the newest event; `caveats` counts the others. */
export function conciseChanges(changes: ChangesAnswer): ChangesAnswer {
  const base = conciseBase(changes, { main: [] });
  const absent = conciseAbsences(changes.absent);
  const walls = changes.walls && changes.walls.slice(0, wallsBeside(absent.length));
  // A gap limits every other number, so it is shown before a newer anomaly.
  const shown = changes.events.find(({ what }) => what === 'gap' || what === 'gap_ended') ?? changes.events[0];
  const events = shown === undefined ? [] : [{ ...shown, time: toSecond(shown.time) }];
  const cut = (changes.walls?.length ?? 0) - (walls?.length ?? 0);
  const toPrice = priceRounder((changes.walls ?? []).map(({ price }) => price));
  return {
    ...changes,
    ...base,
    caveats: [
      ...base.caveats,
      ...leftOut([
        [cut, 'wall', 'walls'],
        [changes.events.length - events.length, 'event', 'events'],
      ]),
    ],
    then: changes.then && roundMoment(changes.then, toPrice),
    now: changes.now && roundMoment(changes.now, toPrice),
    change_bps: roundBps(changes.change_bps),
    spread: changes.spread && {
      ...changes.spread,
      median_bps: roundBps(changes.spread.median_bps),
      p95_bps: roundBps(changes.spread.p95_bps),
      max_bps: roundBps(changes.spread.max_bps),
    },
    walls:
      walls &&
      walls.map(({ qty_then: then, qty_now, since, ...wall }) => ({
        ...wall,
        ...(then === undefined ? {} : { qty_then: roundSize(then) }),
        qty_now: roundSize(qty_now),
        ...(since === undefined ? {} : { since: toSecond(since) }),
      })),
    flow: roundFlow(changes.flow),
    flow_before: roundFlow(changes.flow_before),
    events,
    left_out: changes.left_out + cut + changes.events.length - events.length,
    absent,
  };
}
