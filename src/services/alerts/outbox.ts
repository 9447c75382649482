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

/** Result of one delivery attempt. */
export type Sent =
  | { readonly kind: 'taken' }
  /** `afterMs`: the delay that the receiver asks for. */
  | { readonly kind: 'failed'; readonly problem: string; readonly afterMs: number | null }
  /** A retry can't help. */
  | { readonly kind: 'refused'; readonly problem: string };

export interface Outlets {
  /** Why the outlet can't be used; null if it can. */
  readonly refuse: (outlet: string) => Promise<string | null>;
  /** An outlet's name for answers, shortened because the path of an address can be a secret. */
  readonly shown: (outlet: string) => string;
  /** Never throws. */
  readonly send: (message: Pick<Delivery, 'id' | 'outlet' | 'body'>, signal: AbortSignal) => Promise<Sent>;
}

/** After this time without success a message is given up, and this is reported. */
export const GIVE_UP_SEC = 24 * 3_600;
const LOOK_MS = 1_000;
const SWEEP_MS = 60_000;
/** Deliveries recorded in one transaction; after a kill at most these are sent again. */
const LOT = 50;
const LOT_MS = 50;
const FIRST_MS = 2_000;
const LONGEST_MS = 300_000;
const RECEIVER_LONGEST_MS = 3_600_000;

/** An outlet's retry state. */
interface Destination {
  failures: number;
  notBefore: Micros;
  busy: boolean;
}

export interface Outbox {
  /** Delivers the waiting messages of these outlets. */
  wake(outlets: Iterable<string>): void;
  start(): void;
  stop(): Promise<void>;
}

/** Whether a delivery is due. A wait longer than the maximum means that the clock was set back. */
const isDue = ({ notBefore }: Destination, now: Micros): boolean =>
  notBefore <= now || notBefore > now + RECEIVER_LONGEST_MS * US_PER_MS;

/** Wait after consecutive failures, milliseconds: doubled from 2 s up to 5 min, times a random 0.5 to 1. */
export const backOff = (failures: number, random: () => number): number =>
  Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20)) * (0.5 + random() / 2);

/**
 * Delivers waiting messages, each outlet independently and in sequence. Delivery is at least once: a message is done when its receiver
 * accepted it and this is on disk, up to 50 ms later. A failing receiver is retried after a delay with one message.
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
  /** Outlets that may have waiting messages. */
  const waiting = new Set(waitingOutlets(state));
  let sweptAt = 0;
  let cancel = () => {};

  const fail = (destination: Destination, afterMs: number | null) => {
    destination.failures++;
    // A receiver may ask for a longer wait than the back-off, never for a shorter one.
    const wait = Math.min(Math.max(backOff(destination.failures, random), afterMs ?? 0), RECEIVER_LONGEST_MS);
    destination.notBefore = clock.now() + Math.ceil(wait) * US_PER_MS;
  };

  /** Sends the waiting messages in sequence; records accepted ones in batches, one transaction each. */
  const deliver = async (outlet: string, destination: Destination): Promise<void> => {
    for (;;) {
      const lot = nextWaiting(state, outlet, LOT, clock.now());
      const until = clock.now() + LOT_MS * US_PER_MS;
      const taken: number[] = [];
      let bad: { readonly delivery: Delivery; readonly sent: Exclude<Sent, { kind: 'taken' }> } | null = null;
      for (const delivery of lot) {
        if (ending.signal.aborted || clock.now() > until) break;
        const sent = await outlets.send(delivery, ending.signal);
        if (sent.kind !== 'taken') {
          bad = { delivery, sent };
          break;
        }
        taken.push(delivery.place);
      }
      if (taken.length > 0) {
        destination.failures = 0;
        state.transaction(() => taken.forEach((place) => noteDelivered(state, place, clock.now())));
      }
      if (lot.length === 0) waiting.delete(outlet);
      if (ending.signal.aborted || lot.length === 0) return;
      if (bad !== null && noteBad(destination, bad.delivery, bad.sent) === 'wait') return;
    }
  };

  const noteBad = (
    destination: Destination,
    { outlet, id, place }: Delivery,
    sent: Exclude<Sent, { kind: 'taken' }>,
  ): 'go on' | 'wait' => {
    if (sent.kind === 'refused') {
      noteGivenUp(state, place, sent.problem, clock.now());
      log.error({ outlet: outlets.shown(outlet), alert: id, problem: sent.problem }, 'an alert was given up');
      return 'go on';
    }
    noteFailed(state, place, sent.problem);
    if (destination.failures === 0) log.warn({ outlet: outlets.shown(outlet), problem: sent.problem }, 'an alert was not taken');
    fail(destination, sent.afterMs);
    return 'wait';
  };

  const run = (outlet: string, destination: Destination): void => {
    destination.busy = true;
    const work = deliver(outlet, destination)
      .catch((error: unknown) => {
        // The state can't be written, so sent messages may be sent again.
        log.error({ outlet: outlets.shown(outlet), error }, 'the outbox can not be kept');
        fail(destination, null);
      })
      .finally(() => {
        destination.busy = false;
        running.delete(work);
      });
    running.add(work);
  };

  const sweep = (now: Micros): void => {
    if (now - sweptAt < SWEEP_MS * US_PER_MS) return;
    sweptAt = now;
    const given = giveUpBefore(state, now - GIVE_UP_SEC * US_PER_SECOND, 'no delivery for 24 h', now);
    if (given > 0) log.error({ count: given }, 'alerts were given up: no delivery for 24 h');
  };

  const look = (): void => {
    const now = clock.now();
    sweep(now);
    for (const outlet of waiting) {
      let destination = destinations.get(outlet);
      if (destination === undefined) destinations.set(outlet, (destination = { failures: 0, notBefore: 0, busy: false }));
      if (!destination.busy && isDue(destination, now)) run(outlet, destination);
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
    wake(names) {
      for (const name of names) waiting.add(name);
      again();
    },
    start: again,
    async stop() {
      ending.abort();
      cancel();
      await Promise.all(running);
    },
  };
}
