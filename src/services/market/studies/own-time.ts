import type { Micros } from '../../../core/index.ts';
import type { StudyView } from '../study.ts';

/** Our clock minus the clock of rolling state; 0 before the first message shows it. */
export const ownOffset = (market: StudyView['market']): number => market.framed?.offset ?? 0;

/** Our time of a moment of rolling state, which no correction of the venue's clock moves. */
export const ownTime = ({ market, at }: Pick<StudyView, 'market' | 'at'>): Micros => at + ownOffset(market);
