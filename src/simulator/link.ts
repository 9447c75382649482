import { SIMULATOR_FRAME, US_PER_MS, type Clock, type Micros } from '../core/index.ts';
import type { Faults } from './faults.ts';
import type { Frame } from './frame.ts';

/** The client's end of a connection, in memory or on a real socket. */
export interface Wire {
  deliver(text: string): void;
  pong(): void;
  close(code: number, reason: string): void;
}

/** The venue's handling of a connection. */
export interface Session {
  message(text: string): void;
  closed(): void;
}

/** The exchange's end of a connection: order, latency and faults. */
export interface Link {
  send(frame: Frame): void;
  /** Takes a message from the client. */
  receive(text: string): void;
  ping(): void;
  close(code: number, reason: string): void;
  /** The client went away. */
  gone(): void;
  readonly open: boolean;
}

interface LinkOptions {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly wire: Wire;
  /** One-way delay of the next message, milliseconds. */
  readonly latencyMs: () => number;
  readonly session: (link: Link) => Session;
  readonly onEnd: (link: Link) => void;
}

/** Longest time for which a frame is held back for reordering; then it is sent even if no other of its kind followed. */
const HELD_MS = 2_000;

/**
 * Opens a link. As over TCP, messages arrive in the order sent, whatever their delays; only the fault `reorder` changes the
 * order.
 */
export function openLink({ clock, faults, wire, latencyMs, session, onEnd }: LinkOptions): Link {
  const queue: (() => void)[] = [];
  const held = new Map<string, () => void>();
  let lastDown: Micros = 0;
  let lastUp: Micros = 0;
  let state: 'open' | 'silent' | 'closed' = 'open';

  const later = (due: Micros, run: () => void) => clock.after((due - clock.now()) / US_PER_MS, run);

  const down = (run: () => void, delayMs: number) => {
    const now = clock.now();
    lastDown = Math.max(lastDown, now + Math.round((latencyMs() + delayMs) * US_PER_MS));
    if (lastDown <= now && queue.length === 0) {
      run();
      return;
    }
    queue.push(run);
    // On a real clock, timers may fire out of order; the queue preserves the order.
    later(lastDown, () => queue.shift()?.());
  };

  const deliver = (text: string) => () => {
    if (state === 'open') wire.deliver(text);
  };

  const end = () => {
    if (state === 'closed') return;
    state = 'closed';
    held.clear();
    live.closed();
    onEnd(link);
  };

  const link: Link = {
    get open() {
      return state === 'open';
    },
    send(frame) {
      if (state !== 'open') return;
      const treatment = faults.frame(frame);
      const key = `${frame.symbol ?? ''}|${frame.channel}`;
      const waiting = held.get(key);
      if (treatment.held && waiting === undefined) {
        const release = () => {
          held.delete(key);
          for (const text of treatment.texts) down(deliver(text), 0);
        };
        held.set(key, release);
        clock.after(HELD_MS, () => {
          if (held.get(key) === release) release();
        });
        return;
      }
      for (const text of treatment.texts) down(deliver(text), treatment.delayMs);
      if (waiting !== undefined && treatment.texts.length > 0) waiting();
      if (treatment.link === 'falls_silent') state = 'silent';
      else if (treatment.link === 'closes') link.close(1006, '');
    },
    receive(text) {
      const now = clock.now();
      lastUp = Math.max(lastUp, now + Math.round(latencyMs() * US_PER_MS));
      const take = () => {
        if (state === 'open') live.message(text);
      };
      if (lastUp <= now) take();
      else later(lastUp, take);
    },
    ping() {
      const answer = () => {
        if (state === 'open') wire.pong();
      };
      if (state === 'open') down(answer, latencyMs());
    },
    close(code, reason) {
      if (state === 'closed') return;
      const silent = state === 'silent';
      down(() => {
        if (!silent) wire.close(code, reason);
      }, 0);
      end();
    },
    gone: end,
  };
  // The simulator's mark is sent first and bypasses all faults, because it must never be lost.
  queue.push(deliver(SIMULATOR_FRAME));
  later(clock.now(), () => queue.shift()?.());
  const live = session(link);
  return link;
}
