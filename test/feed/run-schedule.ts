import { seededRandom, US_PER_SECOND } from '../../src/core/index.ts';
import { createStage, START, type Gap, type StageOptions, type Violation } from './stage.ts';

export interface Schedule extends StageOptions {
  readonly faults: string;
  /** Virtual seconds with faults. */
  readonly seconds: number;
}

export interface Outcome {
  readonly violations: readonly Violation[];
  readonly gaps: readonly Gap[];
  /** Number of touches and of books compared with the truth, and number of checks at which the book was synced. */
  readonly counts: { readonly touches: number; readonly books: number; readonly synced: number };
  /** Virtual seconds from the end of the faults until every book was synced; null: not within the limit. */
  readonly healedAfter: number | null;
  readonly fired: ReadonlyMap<string, number>;
}

const CHECK_EVERY_MS = 700;
/** Half-open links, bans and back-offs all end within this. */
const HEAL_WITHIN_S = 120;

/** Runs a feed with faults, then without faults until its books are synced. Compares it with the truth all the time. */
export function runSchedule(schedule: Schedule): Outcome {
  const stage = createStage(schedule);
  const { clock, rules } = stage;
  const random = seededRandom(schedule.seed);
  const end = START + schedule.seconds * US_PER_SECOND;
  const look = () => {
    clock.advanceBy(CHECK_EVERY_MS * (0.5 + random()));
    stage.check();
  };
  while (clock.now() < end) look();
  rules.length = 0;
  const over = clock.now();
  while (!stage.allSynced() && clock.now() < over + HEAL_WITHIN_S * US_PER_SECOND) look();
  const healedAfter = stage.allSynced() ? (clock.now() - over) / US_PER_SECOND : null;
  stage.stop();
  const fired = new Map<string, number>();
  for (const { kind } of stage.exchange.fired) fired.set(kind, (fired.get(kind) ?? 0) + 1);
  return { violations: stage.violations, gaps: stage.gaps, counts: stage.counts, healedAfter, fired };
}
