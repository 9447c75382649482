import { US_PER_MS, US_PER_SECOND, type Clock, type Log, type Micros, type Random } from '../../core/index.ts';
import type { State } from '../../runtime/state/index.ts';
import {
  giveUpBefore,
  noteDelivered,
  noteFailed,
  noteGivenUp,
  nextWaiting,
  waitingOutlets,
  type Delivery,
} from './outbox-store.ts';

/** How an outlet took a message. */
export type Sent =
  | { readonly kind: 'taken' }
  /** `afterMs`: the receiver says when to come again. */
  | { readonly kind: 'failed'; readonly problem: string; readonly afterMs: number | null }
  /** No further try can help. */
  | { readonly kind: 'refused'; readonly problem: string };

export interface Outlets {
  /** Why nothing can be sent there; null when it can. */
  readonly refuse: (outlet: string) => Promise<string | null>;
  /** An outlet's name as answers may show it: the path of an address can be a secret. */
  readonly shown: (outlet: string) => string;
  /** Never throws. */
  readonly send: (message: Pick<Delivery, 'id' | 'outlet' | 'body'>, signal: AbortSignal) => Promise<Sent>;
}

/** A message that no receiver took for so long is given up, and says so. */
export const GIVE_UP_SEC = 24 * 3_600;
const LOOK_MS = 1_000;
const FIRST_MS = 2_000;
const LONGEST_MS = 300_000;
const TOLD_LONGEST_MS = 3_600_000;

/** Where messages go, and when it may be tried again. */
interface Destination {
  failures: number;
  notBefore: Micros;
  busy: 'yes' | 'no';
}

export interface Outbox {
  /** Looks at once for what waits. */
  wake(): void;
  start(): void;
  stop(): Promise<void>;
}

/** Wait after so many failures in a row, milliseconds: doubled from 2 s up to 5 min, of which a random half to whole. */
export const backOff = (failures: number, random: () => number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20)) * (0.5 + random() / 2);

/**
 * Delivers what waits, each outlet by itself and one message after another. At least once: a message is done when its
 * receiver said so and that is on disk. A receiver that fails is left alone for a while, then tried with one message.
 */
export function createOutbox({
  state,
  outlets,
  clock,
  random,
  log,
}: {
  readonly state: State;
  readonly outlets: Outlets;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}): Outbox {
  const destinations = new Map<string, Destination>();
  const ending = new AbortController();
  const running = new Set<Promise<void>>();
  let cancel = () => {};

  const fail = (destination: Destination, afterMs: number | null) => {
    destination.failures++;
    const wait = afterMs === null ? backOff(destination.failures, random) : Math.min(afterMs, TOLD_LONGEST_MS);
    destination.notBefore = clock.now() + Math.ceil(wait) * US_PER_MS;
  };

  const deliver = async (outlet: string, destination: Destination): Promise<void> => {
    while (!ending.signal.aborted) {
      const delivery = nextWaiting(state, outlet);
      if (delivery === null) return;
      const sent = await outlets.send(delivery, ending.signal);
      if (ending.signal.aborted) return;
      if (sent.kind === 'failed') {
        noteFailed(state, delivery.id, sent.problem);
        if (destination.failures === 0)
          log.warn({ outlet: outlets.shown(outlet), problem: sent.problem }, 'an alert was not taken');
        return fail(destination, sent.afterMs);
      }
      destination.failures = 0;
      if (sent.kind === 'taken') noteDelivered(state, delivery.id, clock.now());
      else {
        noteGivenUp(state, delivery.id, sent.problem, clock.now());
        log.error({ outlet: outlets.shown(outlet), alert: delivery.id, problem: sent.problem }, 'an alert was given up');
      }
    }
  };

  const run = (outlet: string, destination: Destination): void => {
    destination.busy = 'yes';
    const work = deliver(outlet, destination)
      .catch((error: unknown) => {
        // The state can't be written: what was sent may be sent again.
        log.error({ outlet: outlets.shown(outlet), error }, 'the outbox can not be kept');
        fail(destination, null);
      })
      .finally(() => {
        destination.busy = 'no';
        running.delete(work);
      });
    running.add(work);
  };

  const look = (): void => {
    const now = clock.now();
    const given = giveUpBefore(state, now - GIVE_UP_SEC * US_PER_SECOND, 'nobody took it for 24 h', now);
    if (given > 0) log.error({ count: given }, 'alerts were given up: nobody took them for 24 h');
    for (const outlet of waitingOutlets(state)) {
      let destination = destinations.get(outlet);
      if (destination === undefined) destinations.set(outlet, (destination = { failures: 0, notBefore: 0, busy: 'no' }));
      if (destination.busy === 'no' && destination.notBefore <= now) run(outlet, destination);
    }
  };

  const again = (): void => {
    cancel();
    if (ending.signal.aborted) return;
    try {
      look();
    } catch (error) {
      log.error({ error }, 'the outbox can not be read');
    }
    cancel = clock.after(LOOK_MS, again);
  };

  return {
    wake: again,
    start: again,
    async stop() {
      ending.abort();
      cancel();
      await Promise.all(running);
    },
  };
}
