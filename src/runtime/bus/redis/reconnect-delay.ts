import { US_PER_SECOND, type Micros } from '../../../core/index.ts';

const RETRY_LEAST_MS = 100;
const RETRY_MOST_MS = 2_000;
/** A connection that lasts this long and answers proves that the server works. */
const PROVEN_US = 10 * US_PER_SECOND;

export interface ReconnectDelay {
  /** It is connected. */
  readonly up: () => void;
  /** It has answered a command. */
  readonly answered: () => void;
  /** It is lost or failed. Returns milliseconds until the next attempt: doubled up to two seconds, times a random 0.5 to 1. */
  readonly lost: () => number;
}

/** Delay before each attempt. An accepted connection proves nothing, because a server may break each one afterwards. */
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
