import type { MarketEvent } from '../../../core/index.ts';
import type { MarketState, StudyState } from '../market-state.ts';
import { STUDY_CARDS } from '../answers/study-cards.ts';
import type { Break, StudyView, TimeView } from '../study.ts';
import { STUDIES } from './index.ts';

type Handle = (state: unknown, event: MarketEvent, view: StudyView) => void;

interface Hearer {
  readonly id: string;
  readonly handle: Handle;
}

const hearersOf = (type: MarketEvent['type']): readonly Hearer[] =>
  STUDIES.flatMap(({ id, on }) => {
    const handle = on?.[type] as Handle | undefined;
    return handle === undefined ? [] : [{ id, handle }];
  });

/** The studies that handle each type of event, in order. */
const HEARERS = new Map<MarketEvent['type'], readonly Hearer[]>(
  [...new Set(STUDIES.flatMap(({ on = {} }) => Object.keys(on) as MarketEvent['type'][]))].map((type) => [type, hearersOf(type)]),
);

const PASSERS = STUDIES.filter(({ pass }) => pass !== undefined);

const slotOf = ({ studies }: Pick<MarketState, 'studies'>, id: string): StudyState => studies[id] as StudyState;

/** States of a new market. */
export const newStudies = (market: Pick<MarketState, 'id' | 'venue' | 'symbol'>): MarketState['studies'] =>
  Object.fromEntries(STUDIES.map(({ id, create }) => [id, { version: STUDY_CARDS[id].version, state: create(market) }]));

/** Passes one event to the studies that handle its type. */
export function hearStudies(event: MarketEvent, view: StudyView): void {
  const hearers = HEARERS.get(event.type);
  if (hearers !== undefined) for (const { id, handle } of hearers) handle(slotOf(view.market, id).state, event, view);
}

/** Advances the time of each study. */
export function passStudies(view: TimeView): void {
  for (const study of PASSERS) study.pass?.(slotOf(view.market, study.id).state, view);
}

/** Continues each study after a break, or restarts its state. */
export function breakStudies(after: Break, view: Pick<StudyView, 'market' | 'symbol' | 'at'>): void {
  for (const study of STUDIES) {
    const slot = slotOf(view.market, study.id);
    if (study.resume !== undefined) slot.state = study.resume(slot.state, after, view);
    else if (after === 'clock') slot.state = study.create(view.market);
  }
}
