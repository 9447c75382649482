import type { BusMessage } from '../../core/bus-message.ts';
import { fromRfc3339, US_PER_SECOND, type Micros } from '../../core/index.ts';

/** Position of a reader in one stream, as plain data. */
export interface SequencerState {
  epoch: number;
  /** The number expected next in this epoch. */
  next: number;
}

/** Steps to take, in order. `interrupted` comes before the messages that follow the lost ones. */
export type Sequenced =
  | { readonly kind: 'message'; readonly message: BusMessage; readonly id: string }
  | { readonly kind: 'interrupted'; readonly reason: string; readonly lost: number }
  /** A duplicate, or of a replaced owner. */
  | { readonly kind: 'dropped'; readonly id: string };

/** A missing message is waited for while the messages after it span at most this long, by their receive times. */
const WAIT_US = 2 * US_PER_SECOND;
const HELD_MOST = 5_000;

/**
 * Restores the order in which the messages of one stream were published: drops duplicates, waits for late messages, and reports
 * messages missing for over two seconds as lost. Only the messages' own times count, so that the same messages give the same order
 * whenever they are read.
 */
export interface Sequencer {
  readonly state: Readonly<SequencerState>;
  /** Messages held until the earlier ones arrive. */
  readonly held: number;
  take(id: string, message: BusMessage): Sequenced[];
  restore(state: SequencerState): void;
}

interface Held {
  readonly id: string;
  readonly message: BusMessage;
  readonly at: Micros;
}

export function createSequencer(): Sequencer {
  let state: SequencerState = { epoch: 0, next: 1 };
  const held = new Map<number, Held>();

  const drain = (out: Sequenced[]): void => {
    for (let one = held.get(state.next); one !== undefined; one = held.get(state.next)) {
      held.delete(state.next++);
      out.push({ kind: 'message', message: one.message, id: one.id });
    }
  };

  /** Stops waiting for the messages missing before the first held one. */
  const skip = (out: Sequenced[]): void => {
    const first = Math.min(...held.keys());
    const reason =
      state.next === 1
        ? `reading began in the middle, at message ${first}`
        : `messages ${state.next} to ${first - 1} of the bus are lost`;
    out.push({ kind: 'interrupted', reason, lost: state.next === 1 ? 0 : first - state.next });
    state.next = first;
    drain(out);
  };

  const waited = (): boolean => {
    if (held.size > HELD_MOST) return true;
    let [least, most] = [Number.POSITIVE_INFINITY, 0];
    for (const { at } of held.values()) [least, most] = [Math.min(least, at), Math.max(most, at)];
    return most - least > WAIT_US;
  };

  return {
    get state() {
      return state;
    },
    get held() {
      return held.size;
    },
    take(id, message) {
      const { epoch, n } = message.bus;
      const out: Sequenced[] = [];
      if (epoch > state.epoch) {
        // Messages that the last owner left out never come, but its held ones are still valid.
        while (held.size > 0) skip(out);
        if (state.epoch > 0) out.push({ kind: 'interrupted', reason: 'another process took over the feed', lost: 0 });
        state = { epoch, next: 1 };
      }
      // The same entry was read again while held: it is not processed yet, so it must not be acknowledged.
      if (epoch === state.epoch && held.get(n)?.id === id) return out;
      if (epoch < state.epoch || n < state.next || held.has(n)) return [...out, { kind: 'dropped', id }];
      held.set(n, { id, message, at: fromRfc3339(message.ts_recv) ?? 0 });
      drain(out);
      while (held.size > 0 && waited()) skip(out);
      return out;
    },
    restore(from) {
      state = { ...from };
      held.clear();
    },
  };
}
