import { scaleOf } from '../../core/index.ts';
import type { Absence, AnswerBase, InputState, Level, VolumeProfile } from '../../services/market/answers.ts';

const MAX_PRICE_DECIMALS = 8;
/** Significant digits of a size. */
const SIZE_DIGITS = 6;
const AMOUNT_DIGITS = 10;
const SHARE_DECIMALS = 6;
const BPS_DECIMALS = 4;

type Maybe = number | null;

/** Rounds to `decimals` digits after the point; null stays null. */
export function round<T extends Maybe>(value: T, decimals: number): T {
  return (value === null ? null : Number(value.toFixed(decimals))) as T;
}

export const roundBps = <T extends Maybe>(value: T): T => round(value, BPS_DECIMALS);
export const roundShare = <T extends Maybe>(value: T): T => round(value, SHARE_DECIMALS);
/** Sizes, and the amounts of resting sizes, to six significant digits. */
export const roundSize = <T extends Maybe>(value: T): T => (value === null ? null : Number(value.toPrecision(SIZE_DIGITS))) as T;

/** Amounts that an order pays to ten significant digits, so that a small fee is never 0 and a large total keeps its cents. */
export const roundAmount = <T extends Maybe>(value: T): T =>
  (value === null ? null : Number(value.toPrecision(AMOUNT_DIGITS))) as T;

/** Rounds derived prices to two digits more than the venue's quoted prices; to eight digits without quoted prices. */
export function priceRounder(quoted: readonly number[]): <T extends Maybe>(value: T) => T {
  const seen = quoted.map((price) => scaleOf(price) ?? MAX_PRICE_DECIMALS);
  const decimals = seen.length > 0 ? Math.min(MAX_PRICE_DECIMALS, Math.max(...seen) + 2) : MAX_PRICE_DECIMALS;
  return (value) => round(value, decimals);
}

export const roundLevels = (levels: readonly Level[]): Level[] => levels.map(({ p, q }) => ({ p, q: roundSize(q) }));

export function roundProfile(profile: VolumeProfile | null, toPrice: <T extends Maybe>(value: T) => T): VolumeProfile | null {
  if (profile === null) return null;
  const { poc, vah, val, value_share, as_of: _at, window_sec: _window, ...counts } = profile;
  return {
    ...counts,
    poc: toPrice(poc),
    vah: toPrice(vah),
    val: toPrice(val),
    value_share: roundShare(value_share),
    covered_sec: Math.round(profile.covered_sec),
  };
}

interface KeptInputs {
  /** Ages shown in the answer; the input that sets each one is kept. */
  readonly ages?: readonly Maybe[];
  /** Main inputs of the answer; always kept, so that they do not come and go with their ages. */
  readonly main?: readonly InputState['stream'][];
}

/** Inputs that a concise answer must show: the main ones, the first with the state of the answer, and the first for each age. */
const keptInputs = ({ inputs, state }: AnswerBase, { ages = [], main = ['book', 'trade'] }: KeptInputs): InputState[] => {
  const worst = state === 'synced' ? undefined : inputs.find((input) => input.state === state);
  const setters = ages.map((age) => inputs.find((input) => input.age_ms === age));
  return inputs.filter((input) => main.includes(input.stream) || input === worst || setters.includes(input));
};

/** The last name or index of a path; a selector such as `[type=iceberg]` is neither. */
const LAST_STEP = /(\.[^.[\]]+|\[\d+\])$/;

/**
 * `health.components.depth` is in `health.components`, `windows[1]` in `windows`; empty at the top. An entry with a selector has no
 * parent, because only the selected item is missing from its list.
 */
const parentOf = (field: string): string => (LAST_STEP.test(field) ? field.replace(LAST_STEP, '') : '');

/** Merges absences: the largest group with one reason under one parent becomes one entry for the parent, with the latest time. */
export function conciseAbsences(absent: readonly Absence[]): Absence[] {
  const cut = absent.map(({ field, reason, ready_at }) => ({
    field,
    // A colon inside a time ends no clause.
    reason: reason.split(/[;:](?=\s)/, 1)[0] ?? reason,
    ready_at: toSecond(ready_at ?? null),
  }));
  for (let entries: readonly Absence[] = cut; ;) {
    const joined = joinSiblings(entries);
    if (joined.length === entries.length) return joined.map(({ ready_at, ...rest }) => (ready_at ? { ...rest, ready_at } : rest));
    entries = joined;
  }
}

/** One entry for several siblings with the same reason. Each field has only one entry, and so one reason. */
function joinSiblings(entries: readonly Absence[]): Absence[] {
  const byParent = Map.groupBy(entries, ({ field }) => parentOf(field));
  return [...byParent].flatMap(([parent, siblings]) => {
    const groups = [...Map.groupBy(siblings, ({ reason }) => reason).values()];
    const most = groups.reduce((best, group) => (group.length > best.length ? group : best));
    const [first] = most;
    if (first === undefined || most.length === 1 || parent === '' || entries.some(({ field }) => field === parent))
      return siblings;
    const readyAt = most.map((one) => one.ready_at ?? null).reduce(latest);
    return [{ field: parent, reason: first.reason, ready_at: readyAt }, ...siblings.filter((one) => !most.includes(one))];
  });
}

/** The later of two times; null (unknown) if either is. */
const latest = (a: string | null, b: string | null): string | null => (a === null || b === null ? null : a > b ? a : toSecond(b));

/** A time without its fraction of a second. */
export const toSecond = <T extends string | null>(time: T): T => (time && time.replace(/\.\d+Z$/, 'Z')) as T;

/** The common fields, shortened, with the most important inputs. `leftOut` lists what the caller has left out besides. */
export function conciseBase(answer: AnswerBase, kept: KeptInputs = {}): AnswerBase {
  const { as_of, source, state, age_ms, coverage, caveats, grounds } = answer;
  return {
    as_of,
    source,
    state,
    age_ms: round(age_ms, 0),
    coverage: { from: toSecond(coverage.from), to: toSecond(coverage.to), complete: coverage.complete },
    caveats: [...caveats],
    inputs: keptInputs(answer, { ...kept, ages: [age_ms, ...(kept.ages ?? [])] }).map((input) => ({
      ...input,
      age_ms: round(input.age_ms, 0),
    })),
    grounds,
  };
}

const RANK = { high: 0, medium: 1, low: 2 } as const;

/** The strongest `count` of a list, in list order, and the number left out. */
export function strongest<T extends { severity: keyof typeof RANK }>(
  items: readonly T[] | null,
  count: number,
): { kept: T[] | null; left: number } {
  if (items === null) return { kept: null, left: 0 };
  const best = new Set([...items].sort((a, b) => RANK[a.severity] - RANK[b.severity]).slice(0, count));
  return { kept: items.filter((item) => best.has(item)), left: Math.max(0, items.length - count) };
}

/** One caveat with everything that a concise answer left out; none if it left out nothing. */
export function leftOut(cuts: readonly (readonly [left: number, one: string, many: string])[]): string[] {
  const said = cuts.filter(([left]) => left > 0).map(([left, one, many]) => `${left} ${left === 1 ? one : many}`);
  return said.length > 0 ? [`detail full adds ${said.join(', ')}`] : [];
}
