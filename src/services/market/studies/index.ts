import { STUDY_IDS, type StudyId } from '../answers/study-cards.ts';
import type { StudyParts } from '../study.ts';
import { cumulativeDelta } from './cumulative-delta.ts';
import { detectors } from './detectors.ts';
import { eventRate } from './event-rate.ts';
import { fetchedTrades } from './fetched-trades.ts';
import { health } from './health.ts';
import { interruptions } from './interruptions.ts';
import { liquidations } from './liquidations.ts';
import { liquidity } from './liquidity.ts';
import { moments } from './moments.ts';
import { orderFlowImbalance } from './order-flow-imbalance.ts';
import { volumeProfile } from './volume-profile.ts';
import { wallAges } from './wall-ages.ts';
import { watching } from './watching.ts';
import { wholeBook } from './whole-book.ts';

/** A study with any type of state. */
export type AnyStudy = StudyParts<unknown> & { readonly id: StudyId };

const BY_ID: { readonly [K in StudyId]: StudyParts<unknown> & { readonly id: K } } = {
  cumulative_delta: cumulativeDelta,
  detectors,
  event_rate: eventRate,
  fetched_trades: fetchedTrades,
  health,
  interruptions,
  liquidations,
  liquidity,
  moments,
  order_flow_imbalance: orderFlowImbalance,
  volume_profile: volumeProfile,
  wall_ages: wallAges,
  watching,
  whole_book: wholeBook,
};

/** Every study, in the order of the cards. */
export const STUDIES: readonly AnyStudy[] = STUDY_IDS.map((id) => BY_ID[id]);
