import { US_PER_MS, type Caller, type Clock, type Micros } from '../core/index.ts';
import { callOperation, type Answer, type LocalContext, type RemoteContext } from './call.ts';

/**
 * Answers shared by all watchers, such as topics and alerts. Each question is answered at most once per period, and only once a
 * second while nothing arrives from its market.
 */
export interface WatchHub {
  /** The answer of the current period of `everyMs`. Throws the errors of the operation. */
  ask(operation: string, input: Answer, everyMs: number): Promise<Answer>;
  /** Milliseconds until the next period of `everyMs`; watchers that wait until then share its answer. */
  untilNext(everyMs: number): number;
}

export interface WatchHubOptions {
  /** The context in which questions run. */
  readonly context: Omit<LocalContext, 'caller' | 'signal'> | Omit<RemoteContext, 'caller' | 'signal'>;
  /**
   * A value that changes when data arrive that can change the answer to this input. Absent: any new period may have a new
   * answer.
   */
  readonly stamp?: (input: Answer) => unknown;
  readonly clock: Pick<Clock, 'now'>;
}

/** The caller of shared queries. */
const WATCHERS: Caller = { principal: 'watchers', via: 'job', client: null };
/** Longest reuse of an answer, because its ages grow even while nothing arrives. */
const LONGEST_US = 1_000 * US_PER_MS;
const MOST_HELD = 256;

interface Held {
  readonly at: Micros;
  readonly stamp: unknown;
  readonly answer: Promise<Answer>;
}

export function createWatchHub({ context, stamp, clock }: WatchHubOptions): WatchHub {
  /** The most recently requested answer is last. */
  const held = new Map<string, Held>();

  const isCurrent = ({ at, stamp: before }: Held, input: Answer, now: Micros, period: Micros): boolean => {
    // After the clock was set back, a stored answer may lie in the future.
    if (at > now || now - at >= LONGEST_US) return false;
    return at >= now - (now % period) || (stamp !== undefined && stamp(input) === before);
  };

  return {
    ask(operation, input, everyMs) {
      const now = clock.now();
      const key = `${operation} ${JSON.stringify(input)}`;
      const known = held.get(key);
      if (known !== undefined && isCurrent(known, input, now, everyMs * US_PER_MS)) return known.answer;
      const asked: Held = {
        at: now,
        stamp: stamp?.(input),
        answer: callOperation({ ...context, caller: WATCHERS }, operation, input),
      };
      held.delete(key);
      held.set(key, asked);
      const [oldest] = held.keys();
      if (held.size > MOST_HELD && oldest !== undefined) held.delete(oldest);
      // Failures are not stored; the next request tries again.
      asked.answer.catch(() => held.get(key) === asked && held.delete(key));
      return asked.answer;
    },
    untilNext(everyMs) {
      const period = everyMs * US_PER_MS;
      return (period - (clock.now() % period)) / US_PER_MS;
    },
  };
}
