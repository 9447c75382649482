import type { Aggregate } from './answers.ts';
import type { Step } from './path.ts';

export type Value = number | string;

/** Values at a path of an answer, or why there are none. An empty list has no values, but is not absent. */
export type Reading =
  | { readonly kind: 'values'; readonly values: readonly Value[] }
  | { readonly kind: 'absent'; readonly reason: string };

const absent = (reason: string): Reading => ({ kind: 'absent', reason });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** The items selected by one step; null if the list or object is missing. */
function follow(step: Step, from: unknown): readonly unknown[] | null {
  if (step.kind === 'field') return isRecord(from) && !Array.isArray(from) ? [from[step.name]] : null;
  if (!Array.isArray(from)) return null;
  if (step.kind === 'each') return from;
  if (step.kind === 'index') return step.index < from.length ? [from[step.index]] : null;
  return from.filter((item) => isRecord(item) && String(item[step.name]) === step.value);
}

const isMissing = (value: unknown): boolean => value === null || value === undefined;

/**
 * Reads a path. Null on the path or at its end is absent, never a value. List items without the value are skipped; if every item lacks it,
 * the field is absent. Numbers that are not finite are absent too.
 */
export function readField(answer: unknown, steps: readonly Step[]): Reading {
  let items: readonly unknown[] = [answer];
  let many = false;
  for (const step of steps) {
    const next: unknown[] = [];
    for (const item of items) {
      const found = follow(step, item);
      if (found !== null) next.push(...found);
      else if (!many) return absent('the answer has nothing there');
    }
    many ||= step.kind === 'each' || step.kind === 'where';
    items = many ? next.filter((item) => !isMissing(item)) : next;
    if (!many && isMissing(items[0])) return absent('the answer has null there');
    if (many && next.length > 0 && items.length === 0) return absent('each item has null there');
  }
  return { kind: 'values', values: items.map(toValue).filter((value) => value !== null) };
}

/** Objects are allowed where items are only counted. */
function toValue(item: unknown): Value | null {
  if (typeof item === 'number') return Number.isFinite(item) ? item : null;
  if (typeof item === 'string') return item;
  if (typeof item === 'boolean') return String(item);
  return isRecord(item) ? '[object]' : null;
}

/** Aggregates the values for judging: one value, or all of them for `any` and for fields outside lists. */
export function aggregated(reading: Reading, aggregate: Aggregate | null): Reading {
  if (reading.kind === 'absent' || aggregate === 'any') return reading;
  const { values } = reading;
  if (aggregate === 'count') return { kind: 'values', values: [values.length] };
  if (values.length === 0) return absent(aggregate === null ? 'the answer has no number there' : 'the list is empty');
  if (aggregate === null) return reading;
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length === 0) return absent('the list has no numbers');
  const best = numbers.reduce((a, b) => (aggregate === 'max' ? Math.max(a, b) : Math.min(a, b)));
  return { kind: 'values', values: [best] };
}
