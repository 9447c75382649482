import { canonicalJson, isRecord } from '../../core/index.ts';
import type { QuotedAnswer } from './answers-in-text.ts';
import type { FigureCheck } from './answers.ts';

type Members = Readonly<Record<string, unknown>>;

const MOST = 50;
const SHOWN = 200;

/** Each field in which a quoted answer differs from the recomputed one, or is ambiguous. */
export function differences(
  { answer: claimed, doubtful }: QuotedAnswer,
  actual: Members,
  unproven: readonly string[],
): FigureCheck[] {
  const { receipt } = claimed;
  const found: FigureCheck[] = doubtful.slice(0, MOST).map(({ path, text, why }) => ({
    figure: text,
    verdict: 'not_checked',
    reason: why,
    field: path,
    actual: null,
    receipt,
  }));
  const walk = (mine: unknown, theirs: unknown, path: string): void => {
    if (found.length >= MOST || isSame(mine, theirs)) return;
    if (Array.isArray(mine) && Array.isArray(theirs))
      for (let i = 0; i < Math.max(mine.length, theirs.length); i++) walk(mine[i], theirs[i], `${path}[${i}]`);
    else if (isRecord(mine) && isRecord(theirs))
      for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)]))
        walk(own(mine, key), own(theirs, key), path === '' ? key : `${path}.${key}`);
    else
      found.push({
        figure: shown(mine, 'absent'),
        verdict: 'altered',
        reason: `the log gives ${shown(theirs, 'nothing')}`,
        field: path,
        actual: typeof theirs === 'number' ? theirs : null,
        receipt,
      });
  };
  for (const key of new Set([...Object.keys(claimed), ...Object.keys(actual)])) {
    if (key === 'receipt') continue;
    if (!unproven.includes(key)) walk(own(claimed, key), own(actual, key), key);
    else if (Object.hasOwn(claimed, key)) found.push({ ...notCovered(key), figure: shown(claimed[key], key), receipt });
  }
  return found;
}

/** A row for a field that no receipt covers. */
export const notCovered = (field: string): Omit<FigureCheck, 'figure' | 'receipt'> => ({
  verdict: 'not_checked',
  reason: `receipts do not cover ${field}`,
  field,
  actual: null,
});

const own = (members: Members, key: string): unknown => (Object.hasOwn(members, key) ? members[key] : undefined);

/** JSON has no infinity, so a claimed infinity must not equal null. */
const isSame = (mine: unknown, theirs: unknown): boolean =>
  !(typeof mine === 'number' && !Number.isFinite(mine)) &&
  (mine === undefined) === (theirs === undefined) &&
  canonicalJson(mine ?? null) === canonicalJson(theirs ?? null);

const shown = (value: unknown, otherwise: string): string =>
  (typeof value === 'number' && !Number.isFinite(value) ? String(value) : (JSON.stringify(value) ?? otherwise)).slice(0, SHOWN);
