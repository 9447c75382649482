/** One step of a path into an answer. */
export type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'each' }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'where'; readonly name: string; readonly value: string };

const PART = /^([a-z][a-z0-9_]*)(?:\[(?:(\d{1,4})|([a-z][a-z0-9_]*)=([\w.:/-]{1,60}))?\])?$/i;
const MOST_STEPS = 16;

/** Reads `depth.imbalance`, `liquidity.walls[].qty`, `windows[0].net`, `streams[stream=book].state`; null if it is not a path. */
export function parsePath(text: string): readonly Step[] | null {
  const parts = text.split('.');
  if (parts.length > MOST_STEPS) return null;
  const steps: Step[] = [];
  for (const part of parts) {
    const found = PART.exec(part);
    if (found === null) return null;
    const [, name = '', index, where, value] = found;
    steps.push({ kind: 'field', name });
    if (!part.endsWith(']')) continue;
    if (index !== undefined) steps.push({ kind: 'index', index: Number(index) });
    else if (where !== undefined && value !== undefined) steps.push({ kind: 'where', name: where, value });
    else steps.push({ kind: 'each' });
  }
  return steps;
}

/** Whether a path selects many values. */
export const isListed = (steps: readonly Step[]): boolean => steps.some(({ kind }) => kind === 'each' || kind === 'where');

/** The path with `[]` in place of item selectors, as in schemas and lists of fields: `windows[].net`. */
export const plainPath = (text: string): string => text.replaceAll(/\[[^\]]*\]/g, '[]');
