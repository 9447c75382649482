import { isRecord } from '../../../core/index.ts';

/** A number of an answer, with its path. */
export interface Field {
  readonly path: string;
  readonly value: number;
}

/** Fields about the answer itself and not about the market: ages, coverage and the venue's counters. */
const PLUMBING = /^(inputs|coverage)\b|(^|\.)seq$/;

/** Every number of an answer. */
export function fieldsOf(answer: Readonly<Record<string, unknown>>): readonly Field[] {
  const fields: Field[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'number') fields.push({ path, value });
    else if (Array.isArray(value)) value.forEach((item, index) => walk(item, `${path}[${index}]`));
    else if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) walk(item, path === '' ? key : `${path}.${key}`);
  };
  walk(answer, '');
  return fields.filter(({ path }) => !PLUMBING.test(path));
}

/** The names of all fields of an answer, without their paths. */
export function keysOf(answer: unknown, into: Set<string> = new Set()): Set<string> {
  if (Array.isArray(answer)) for (const item of answer) keysOf(item, into);
  else if (typeof answer === 'object' && answer !== null)
    for (const [key, item] of Object.entries(answer)) {
      into.add(key);
      keysOf(item, into);
    }
  return into;
}

const STEP = /([^.[\]]+)|\[(\d{1,6})\]|\[([a-z_]+)=([^\]]{1,60})\]/g;
const PATH = /^[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*|\[(?:0|[1-9]\d{0,5})\]|\[[a-z_]+=[^\]]{1,60}\])*$/;

/**
 * The value at a path of an answer: `best_bid.price`, `windows[1].net`, or an item selected by one of its fields,
 * `windows[seconds=30].net`. Undefined if the path selects nothing, or more than one item.
 */
export function valueAt(answer: unknown, path: string): unknown {
  if (!PATH.test(path)) return undefined;
  let at: unknown = answer;
  for (const [, key, index, name, wanted] of path.matchAll(STEP)) {
    if (key !== undefined) at = isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined;
    else if (!Array.isArray(at)) return undefined;
    else if (index !== undefined) at = at[Number(index)];
    else {
      const found: unknown[] = at.filter((item) => isRecord(item) && String(item[name as string]) === wanted);
      at = found.length === 1 ? found[0] : undefined;
    }
  }
  return at;
}
