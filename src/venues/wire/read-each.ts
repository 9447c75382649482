import { ok, refuse } from '../../core/index.ts';
import type { Result } from '../../core/index.ts';

/** Reads every entry of a list. The first refusal refuses the list, with the path in its detail: `trades[3].price`. */
export function readEach<T>(list: unknown, name: string, read: (entry: unknown) => Result<T>): Result<readonly T[]> {
  if (!Array.isArray(list)) return refuse(list === undefined ? 'missing_field' : 'bad_field', name);
  const values: T[] = [];
  for (let i = 0; i < list.length; i++) {
    const entry = read(list[i]);
    if (!entry.ok) return refuse(entry.error.reason, `${name}[${i}].${entry.error.detail}`);
    values.push(entry.value);
  }
  return ok(values);
}
