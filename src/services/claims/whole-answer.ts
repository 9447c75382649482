import { canonicalJson } from '../../core/index.ts';
import type { FigureCheck } from './answers.ts';

type Record_ = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Record_ => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text that is an answer of ours as JSON: an object with a receipt. Null when it is anything else. */
export function wholeAnswer(text: string): (Record_ & { readonly receipt: string }) | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && typeof value['receipt'] === 'string' ? (value as Record_ & { receipt: string }) : null;
  } catch {
    return null; // prose that begins with a brace
  }
}

const MOST = 50;

/** Each place in which an answer differs from the one worked out anew. */
export function differences(claimed: Record_, actual: Record_, receipt: string, unproven: readonly string[]): FigureCheck[] {
  const found: FigureCheck[] = [];
  const walk = (mine: unknown, theirs: unknown, path: string): void => {
    if (found.length >= MOST || canonicalJson(mine ?? null) === canonicalJson(theirs ?? null)) return;
    if (Array.isArray(mine) && Array.isArray(theirs))
      for (let i = 0; i < Math.max(mine.length, theirs.length); i++) walk(mine[i], theirs[i], `${path}[${i}]`);
    else if (isRecord(mine) && isRecord(theirs))
      for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)]))
        walk(mine[key], theirs[key], path === '' ? key : `${path}.${key}`);
    else
      found.push({
        figure: (JSON.stringify(mine) ?? 'absent').slice(0, 200),
        verdict: 'altered',
        reason: `the log gives ${(JSON.stringify(theirs) ?? 'nothing').slice(0, 200)}`,
        field: path,
        actual: typeof theirs === 'number' ? theirs : null,
        receipt,
      });
  };
  for (const key of new Set([...Object.keys(claimed), ...Object.keys(actual)]))
    if (key !== 'receipt' && !unproven.includes(key)) walk(claimed[key], actual[key], key);
  return found;
}
