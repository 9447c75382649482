import { US_PER_SECOND, type Micros } from '../../../core/index.ts';

const RETRY_LEAST_MS = 100;
const RETRY_MOST_MS = 2_000;
/** A connection has to last so long, and to answer, to prove that the server is well. */
const PROVEN_US = 10 * US_PER_SECOND;

export interface ReconnectDelay {
  /** It is connected. */
  readonly up: () => void;
  /** It has answered a question of ours. */
  readonly answered: () => void;
  /** It is lost, or could not be made: milliseconds until the next attempt, doubled up to two seconds, of which a random half to whole. */
  readonly lost: () => number;
}

/** How long to wait before each attempt. Being let in proves nothing: a server may take every connection and break each. */
export function createReconnectDelay(now: () => Micros, random: () => number): ReconnectDelay {
  let failures = 0;
  let upAt: Micros | null = null;
  let answers: 'none' | 'some' = 'none';
  return {
    up() {
      upAt = now();
      answers = 'none';
    },
    answered: () => void (answers = 'some'),
    lost() {
      if (upAt !== null && answers === 'some' && now() - upAt >= PROVEN_US) failures = 0;
      upAt = null;
      return Math.min(RETRY_MOST_MS, RETRY_LEAST_MS * 2 ** Math.min(failures++, 10)) * (0.5 + random() / 2);
    },
  };
}
