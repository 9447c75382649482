import { badFaultSpec } from './errors.ts';

/** Kinds of faults, by their names in specs and records. */
export const FAULT_KINDS = [
  'drop',
  'duplicate',
  'reorder',
  'delay',
  'truncate',
  'corrupt',
  'crossed',
  'half_open',
  'close',
  'wrong_snapshot',
  'late_snapshot',
  'sequence_reset',
  'clock_step',
  'burst',
  'http_429',
  'http_418',
  'http_451',
  'shutdown',
  'refuse_connect',
  'zero_price',
  'nan_price',
  'huge_exponent',
  'text_size',
  'junk',
  'stray_trade',
  'stray_book',
  'empty_side',
  'never_traded',
  'replay_old',
  'replay_first',
  'echo',
  'mute',
  'mute_book',
  'mute_trades',
  'refuse_subscription',
  'new_decimals',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/**
 * `rate`: probability for each frame, answer or connection that the fault can affect. `atMs`: once, this many ms after the
 * start. Kinds that last (see `FAULT_VALUES`) then affect everything for the time in their value.
 */
export type FaultTrigger = { readonly rate: number } | { readonly atMs: number };

export interface FaultRule {
  readonly kind: FaultKind;
  readonly trigger: FaultTrigger;
  /** Milliseconds, or the factor of a burst. Its meaning by kind is in `FAULT_VALUES`. */
  readonly value: number;
  /** Native symbol that it is limited to. */
  readonly symbol?: string;
}

/** Unit of a rule's value, and its default. */
export const FAULT_VALUES: Readonly<
  Record<FaultKind, { readonly unit: 'ms' | 'times' | 'none'; readonly usual: number; readonly lasts?: true }>
> = {
  drop: { unit: 'none', usual: 0 },
  duplicate: { unit: 'none', usual: 0 },
  reorder: { unit: 'none', usual: 0 },
  delay: { unit: 'ms', usual: 500 },
  truncate: { unit: 'none', usual: 0 },
  corrupt: { unit: 'none', usual: 0 },
  crossed: { unit: 'none', usual: 0 },
  half_open: { unit: 'none', usual: 0 },
  close: { unit: 'none', usual: 0 },
  wrong_snapshot: { unit: 'none', usual: 0 },
  late_snapshot: { unit: 'ms', usual: 5_000 },
  sequence_reset: { unit: 'none', usual: 0 },
  clock_step: { unit: 'ms', usual: 30_000 },
  burst: { unit: 'times', usual: 50 },
  http_429: { unit: 'ms', usual: 5_000 },
  http_418: { unit: 'ms', usual: 30_000 },
  http_451: { unit: 'ms', usual: 0 },
  shutdown: { unit: 'ms', usual: 5_000 },
  refuse_connect: { unit: 'ms', usual: 10_000 },
  zero_price: { unit: 'ms', usual: 10_000, lasts: true },
  nan_price: { unit: 'ms', usual: 10_000, lasts: true },
  huge_exponent: { unit: 'ms', usual: 10_000, lasts: true },
  text_size: { unit: 'ms', usual: 10_000, lasts: true },
  junk: { unit: 'ms', usual: 10_000, lasts: true },
  stray_trade: { unit: 'ms', usual: 3_600_000 },
  stray_book: { unit: 'ms', usual: 3_600_000 },
  empty_side: { unit: 'ms', usual: 10_000, lasts: true },
  never_traded: { unit: 'ms', usual: 10_000, lasts: true },
  replay_old: { unit: 'ms', usual: 10_000, lasts: true },
  replay_first: { unit: 'ms', usual: 10_000, lasts: true },
  echo: { unit: 'ms', usual: 10_000, lasts: true },
  mute: { unit: 'ms', usual: 30_000, lasts: true },
  mute_book: { unit: 'ms', usual: 30_000, lasts: true },
  mute_trades: { unit: 'ms', usual: 30_000, lasts: true },
  refuse_subscription: { unit: 'ms', usual: 30_000, lasts: true },
  new_decimals: { unit: 'none', usual: 0 },
};

/** Kinds whose value may be negative. */
const SIGNED: ReadonlySet<FaultKind> = new Set(['clock_step', 'stray_trade', 'stray_book']);

const PART = /^([a-z0-9_]+)(?::([\d.]+)|@([\d.]+(?:ms|s|m)))(?:(x|\+|-)([\d.]+)(ms|s|m)?)?(?:=([A-Za-z0-9/]+))?$/;
const UNIT_MS = { ms: 1, s: 1_000, m: 60_000 } as const;

const isKind = (text: string): text is FaultKind => (FAULT_KINDS as readonly string[]).includes(text);

function millis(text: string): number {
  const [, digits = '', unit = 'ms'] = /^([\d.]+)(ms|s|m)$/.exec(text) ?? [];
  return Number(digits) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

function readPart(part: string): FaultRule {
  const fail = (problem: string) => badFaultSpec({ part, problem, kinds: FAULT_KINDS });
  const match = PART.exec(part);
  if (!match) throw fail('it is neither kind:rate nor kind@time');
  const [, kind = '', rate, time, sign, amount, unit, symbol] = match;
  if (!isKind(kind)) throw fail(`there is no kind ${kind}`);
  const { unit: wanted, usual } = FAULT_VALUES[kind];
  if (rate !== undefined && !(Number(rate) >= 0 && Number(rate) <= 1)) throw fail('a rate is from 0 to 1');
  if (time !== undefined && !Number.isFinite(millis(time))) throw fail('the time is not a number');
  if (amount !== undefined && wanted === 'none') throw fail(`${kind} takes no amount`);
  if (unit !== undefined && wanted === 'times') throw fail(`${kind} takes a factor without a unit`);
  if (sign === '-' && !SIGNED.has(kind)) throw fail(`only ${[...SIGNED].join(', ')} go back`);
  const size =
    amount === undefined ? usual : Number(amount) * (wanted === 'ms' ? UNIT_MS[(unit ?? 'ms') as keyof typeof UNIT_MS] : 1);
  if (!Number.isFinite(size)) throw fail('the amount is not a number');
  const trigger = rate === undefined ? { atMs: millis(time ?? '') } : { rate: Number(rate) };
  return { kind, trigger, value: sign === '-' ? -size : size, ...(symbol === undefined ? {} : { symbol }) };
}

/**
 * Parses a fault schedule: comma-separated parts, each `kind:rate` or `kind@time`, then optionally `x`, `+` or `-` with an
 * amount, then optionally `=SYMBOL`. Throws a coded error that names the invalid part.
 * @example parseFaults('drop:0.01,delay:0.01x500ms,clock_step@20s+30s,half_open@30s,corrupt:0.001=BTCUSDT')
 */
export const parseFaults = (spec: string): readonly FaultRule[] =>
  spec
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(readPart);
