import { nearNames } from '../../core/index.ts';
import { plainPath } from './path.ts';

const MOST = 5;
const MOST_INSIDE = 3;
const LEAST_SHORT = 3;

const lastOf = (path: string): string => path.split('.').at(-1) ?? path;

/** Whether a text has the first letter and some later letters of a name in order, as `sprd` has of `spread_bps`. */
function isShortOf(text: string, name: string): boolean {
  if (text.length < LEAST_SHORT || text[0] !== name[0]) return false;
  let at = 0;
  for (const letter of name) if (letter === text[at]) at++;
  return at === text.length;
}

/** Similar paths, paths whose last name is similar, and names that the field abbreviates. */
function similar(field: string, paths: readonly string[]): readonly string[] {
  const wanted = lastOf(field).toLowerCase();
  const long = paths.filter((path) => lastOf(path).length >= LEAST_SHORT);
  const lasts = new Set(nearNames(wanted, new Set(long.map(lastOf))));
  return [
    ...nearNames(field, long),
    ...long.filter((path) => lasts.has(lastOf(path))),
    ...long.filter((path) => isShortOf(wanted, lastOf(path))),
  ];
}

/** Existing paths that an unknown field may mean, likeliest first: for a plain name those at the top of the answer come first. */
export function nearFields(field: string, paths: readonly string[]): readonly string[] {
  const inside = paths.filter((path) => path.startsWith(`${plainPath(field)}.`) || path.startsWith(`${plainPath(field)}[]`));
  const top = field.includes('.') ? [] : paths.filter((path) => !/[.[]/.test(path));
  return [...new Set([...inside.slice(0, MOST_INSIDE), ...similar(field, top), ...similar(field, paths)])].slice(0, MOST);
}
