import { seededRandom, type Random } from '../../src/core/index.ts';
import { DEFAULT_SYMBOLS, type SimulatedVenue } from '../../src/simulator/index.ts';
import type { Schedule } from './run-schedule.ts';

type Draw = (low: number, high: number) => number;

/** How a kind of fault is written: with a rate, or once at a given time. Either form may be missing. */
interface Form {
  readonly rate?: (draw: Draw) => string;
  readonly once?: (draw: Draw, at: string) => string;
  /** The fault affects single frames, so it can be limited to one symbol. */
  readonly targets?: true;
}

const rated = (kind: string, low: number, high: number, amount: (draw: Draw) => string = () => ''): Form => ({
  rate: (draw) => `${kind}:${draw(low, high).toFixed(4)}${amount(draw)}`,
  once: (draw, at) => `${kind}@${at}${amount(draw)}`,
});
const ms = (low: number, high: number) => (draw: Draw) => `x${Math.round(draw(low, high))}ms`;

/** Every fault that is not a lie: received data can be distinguished from the truth. */
export const FORMS = {
  drop: { ...rated('drop', 0.002, 0.06), targets: true },
  duplicate: { ...rated('duplicate', 0.01, 0.2), targets: true },
  reorder: { ...rated('reorder', 0.005, 0.08), targets: true },
  delay: { ...rated('delay', 0.005, 0.05, ms(50, 3_000)), targets: true },
  truncate: { ...rated('truncate', 0.002, 0.04), targets: true },
  crossed: { ...rated('crossed', 0.002, 0.03), targets: true },
  late_snapshot: { ...rated('late_snapshot', 0.2, 1, ms(500, 8_000)), targets: true },
  half_open: rated('half_open', 0.000_2, 0.001),
  close: rated('close', 0.000_2, 0.003),
  sequence_reset: { once: (_, at) => `sequence_reset@${at}` },
  clock_step: { once: (draw, at) => `clock_step@${at}${draw(0, 1) < 0.5 ? '+' : '-'}${Math.round(draw(500, 60_000))}ms` },
  burst: { once: (draw, at) => `burst@${at}x${draw(0, 1) < 0.15 ? 50 : 8}` },
  http_429: rated('http_429', 0.05, 0.4, ms(500, 6_000)),
  http_418: { once: (draw, at) => `http_418@${at}${ms(2_000, 20_000)(draw)}` },
  http_451: rated('http_451', 0.05, 0.4, ms(0, 6_000)),
  shutdown: { once: (draw, at) => `shutdown@${at}${ms(500, 6_000)(draw)}` },
  // A refusal to connect does not affect an open connection, so the open one is closed first.
  refuse_connect: { once: (draw, at) => `close@${at},refuse_connect@${at}${ms(500, 10_000)(draw)}` },
} satisfies Readonly<Record<string, Form>>;

type Kind = keyof typeof FORMS;
const KINDS = Object.keys(FORMS) as readonly Kind[];

export interface PlannedSchedule extends Schedule {
  /** The only symbol affected by faults; null: any symbol. */
  readonly target: string | null;
}

const LEVELS = [30, 150, 400, 1_200];
const MARKETS = [
  { scenario: 'calm', intensity: 0.4 },
  { scenario: 'calm', intensity: 1 },
  { scenario: 'thin', intensity: 1 },
  { scenario: 'drift', intensity: 0.3 },
  { scenario: 'busy', intensity: 0.2 },
] as const;

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

/** One to four faults, by rate or once, on all symbols or one, in one of the markets. The seed alone decides. */
export function planSchedule(venue: SimulatedVenue, seed: number): PlannedSchedule {
  const random = seededRandom(seed);
  const draw: Draw = (low, high) => low + (high - low) * random();
  const seconds = Math.round(draw(12, 24));
  const target = random() < 0.35 ? pick(random, DEFAULT_SYMBOLS[venue]) : null;
  const kinds = KINDS.filter((kind) => target === null || 'targets' in FORMS[kind]);
  const chosen = new Set<Kind>();
  const faults = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    const kind = pick(random, kinds);
    const form: Form = FORMS[kind];
    // At most one reset: after two, the same id could mean two moments, and the truth could not be looked up.
    if (kind === 'sequence_reset' && chosen.has(kind)) return null;
    chosen.add(kind);
    const at = `${draw(0, seconds).toFixed(2)}s`;
    const once = form.rate === undefined || random() < 0.4;
    const text = once ? form.once?.(draw, at) : form.rate?.(draw);
    return target === null ? text : `${text}=${target}`;
  });
  const spec = faults.filter((fault) => fault !== null).join(',');
  return { venue, seed, seconds, target, faults: spec, levels: pick(random, LEVELS), ...pick(random, MARKETS) };
}
