import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { seededRandom, silentLog, symbolNotIndexed, toRfc3339 } from '../../../core/index.ts';
import { claimSource, openState, type State } from '../../../runtime/state/index.ts';
import { createVirtualClock, type VirtualClock } from '../../../simulator/virtual-clock.ts';
import type { RuleSpec } from '../answers.ts';
import type { AlertAsking, AlertMarket, Answer } from '../asking.ts';
import type { Outlets, Sent } from '../outbox.ts';
import type { Delivery } from '../outbox-store.ts';
import { createAlerts, type RunningAlerts } from '../create-alerts.ts';

const SCHEMA = z.toJSONSchema(
  z.strictObject({
    symbol: z.string(),
    venue: z.string(),
    state: z.string(),
    spread_bps: z.number().nullable(),
    depth: z.strictObject({ imbalance: z.number().nullable() }).nullable(),
    walls: z.array(z.strictObject({ qty: z.number(), side: z.string() })).nullable(),
  }),
) as Answer;

export const START = 1_700_000_000_000_000;

/** The market's current values; tests change them. */
export interface Shown {
  spread: number | null;
  state: string;
  mid: number | null;
  walls: { qty: number; side: string }[] | null;
  /** Counts the inputs. */
  inputs: number;
  /** How each outlet answers a message. */
  outlet: (message: Pick<Delivery, 'id' | 'outlet' | 'body'>) => Promise<Sent>;
}

export const RULE = {
  operation: 'get_report',
  input: { symbol: 'btcusdt' },
  field: 'spread_bps',
  aggregate: null,
  when: 'above',
  value: 5,
  rearm: null,
  match: null,
  more: [],
  side: 'both',
  window_sec: 900,
  cooldown_sec: 0,
  enabled: true,
  when_stale: 'hold',
  expects: null,
  outlets: ['log'],
  note: null,
  expires_in_sec: null,
} as const satisfies Omit<RuleSpec, 'expires_at'> & { expires_in_sec: null };

export interface Stage extends RunningAlerts {
  readonly shown: Shown;
  readonly clock: VirtualClock;
  readonly state: State;
  readonly file: string;
  readonly asked: string[];
  /** Ids of all messages that were sent. */
  readonly sent: string[];
  /** Advances time and runs one round. */
  look(ms?: number): Promise<void>;
  /** Lets the outbox finish its work. */
  settle(): Promise<void>;
}

const asking = (shown: Shown, clock: VirtualClock, asked: string[]): AlertAsking => ({
  ask: async (operation, { symbol }) => {
    asked.push(operation);
    if (String(symbol).toUpperCase() !== 'BTCUSDT')
      throw symbolNotIndexed({ symbol: String(symbol), venue: 'v', known: ['BTCUSDT'] });
    return {
      as_of: toRfc3339(clock.now()),
      source: 'simulated',
      age_ms: 5,
      receipt: 'tf1:x',
      symbol: 'BTCUSDT',
      venue: 'v',
      state: shown.state,
      spread_bps: shown.spread,
      depth: null,
      walls: shown.walls,
    };
  },
  outputSchema: (operation) => (operation === 'get_report' ? SCHEMA : null),
  operations: () => ['get_report'],
});

/** Copies the files of a running stage, as a kill would leave them, to a new directory. */
export function killed(file: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-alerts-'));
  cpSync(dirname(file), folder, { recursive: true });
  return join(folder, 'state.sqlite');
}

export const newStateFile = (): string => join(mkdtempSync(join(tmpdir(), 'tallyfoil-alerts-')), 'state.sqlite');

/** The alert service over a real state file, a hand-made market and a manual clock. */
export function stage({
  file = newStateFile(),
  shown = newShown(),
  at = START,
  wrap = (state) => state,
  isNewMarket = false,
}: {
  readonly file?: string;
  readonly shown?: Shown;
  readonly at?: number;
  readonly wrap?: (state: State) => State;
  readonly isNewMarket?: boolean;
} = {}): Stage {
  const clock = createVirtualClock(at);
  const opened = openState(file);
  // Not waiting for the disk is faster, and a kill of the process leaves the same files.
  opened.all('PRAGMA synchronous = OFF');
  const state = wrap(opened);
  const asked: string[] = [];
  const sent: string[] = [];
  const market: AlertMarket = {
    mid: async () => (shown.mid === null ? { mid: null, reason: 'the book is gap' } : { mid: shown.mid }),
    stamp: () => shown.inputs,
  };
  const outlets: Outlets = {
    refuse: async (outlet) => (outlet === 'desktop' ? 'there is no desktop' : null),
    shown: (outlet) => outlet,
    send: async (message) => {
      const how = await shown.outlet(message);
      if (how.kind === 'taken') sent.push(message.id);
      return how;
    },
  };
  claimSource(state, 'simulated');
  const running = createAlerts({
    state,
    asking: asking(shown, clock, asked),
    market,
    outlets,
    source: 'simulated',
    clock,
    random: seededRandom(1),
    log: silentLog,
    isNewMarket,
  });
  const settle = async () => {
    for (let i = 0; i < 20; i++) await turn();
  };
  return {
    ...running,
    shown,
    clock,
    state,
    file,
    asked,
    sent,
    settle,
    async look(ms = 1_000) {
      clock.advanceBy(ms);
      await running.round();
      await settle();
    },
  };
}

export const newShown = (): Shown => ({
  spread: 1,
  state: 'synced',
  mid: 100,
  walls: [],
  inputs: 0,
  outlet: async () => ({ kind: 'taken' }),
});
