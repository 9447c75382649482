import { SIMULATOR_FRAME, US_PER_MS, type Clock, type Micros } from '../core/index.ts';
import type { Faults } from './faults.ts';
import type { Frame } from './frame.ts';

/** The client's end of a connection, in memory or on a real socket. */
export interface Wire {
  deliver(text: string): void;
  pong(): void;
  close(code: number, reason: string): void;
}

/** What the venue does with a connection. */
export interface Session {
  message(text: string): void;
  closed(): void;
}

/** The exchange's end of a connection: order, latency and faults. */
export interface Link {
  send(frame: Frame): void;
  /** From the client. */
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
  /** Milliseconds that the next thing takes, one way. */
  readonly latencyMs: () => number;
  readonly session: (link: Link) => Session;
  readonly onEnd: (link: Link) => void;
}

/** After this long a frame held back for reordering goes out even if none of its kind followed. */
const HELD_MS = 2_000;

/** Opens a link. What is sent arrives in the order sent, whatever the delays, as over TCP; only `reorder` differs. */
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
    // Timers may fire out of order on a real clock; the queue does not.
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
  // The mark goes first, past all faults: they are the market's, and what this is must never be lost.
  queue.push(deliver(SIMULATOR_FRAME));
  later(clock.now(), () => queue.shift()?.());
  const live = session(link);
  return link;
}
