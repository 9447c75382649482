import type { FigureCheck } from './answers.ts';
import type { Field } from './fields.ts';
import { says, type Figure } from './figures.ts';
import { fieldsNamed } from './labels.ts';

/** An answer worked out anew, of a receipt that holds. */
export interface Proven {
  readonly receipt: string;
  readonly fields: readonly Field[];
  /** The same question's single values ten times a second before; asked for where a figure can't be found. */
  readonly past: () => Promise<Past>;
  /** The same question's values now, or why there are none; asked where the receipt is older than the text may be, null elsewhere. */
  readonly now: () => Promise<readonly Field[] | string | null>;
}

export interface Moment {
  readonly at: string;
  readonly fields: readonly Field[];
}

export interface Past {
  readonly moments: readonly Moment[];
  /** Why some of the time could not be looked at. */
  readonly unseen: string | null;
}

export interface ProseFigures {
  readonly prose: string;
  readonly figures: readonly Figure[];
}

/** A field near a wrong figure: the one whose value is closest in proportion, so that a reader sees what was meant. */
function closest(figure: Figure, fields: readonly Field[]): Field | null {
  const off = ({ value }: Field) => Math.abs(figure.value - value) / Math.max(Math.abs(figure.value), Math.abs(value), 1e-300);
  let best: Field | null = null;
  for (const field of fields) if (best === null || off(field) < off(best)) best = field;
  return best;
}

/** How far apart in proportion a figure may be from a field that no word names, and still be taken for a wrong copy of it. */
const LIKE = 0.1;

/** A figure's past is looked up in so many receipts, the nearest ones: each means a replay. */
const MOST_PASTS = 3;

/** Judges one figure of a text against the answers of the receipts in it, the nearest receipt first. */
export async function judgeFigure(text: ProseFigures, index: number, proven: readonly Proven[]): Promise<FigureCheck> {
  const figure = text.figures[index] as Figure;
  const tell = (verdict: FigureCheck['verdict'], reason: string, field: Field | null = null, receipt: string | null = null) => ({
    figure: figure.text,
    verdict,
    reason,
    field: field?.path ?? null,
    actual: field?.value ?? null,
    receipt,
  });
  const asked = proven.map((answer) => ({ answer, ...candidates(text, index, answer.fields) }));
  for (const { answer, fields } of asked) {
    const found = fields.find(({ value }) => says(figure, value));
    if (found === undefined) continue;
    const now = await answer.now();
    if (typeof now === 'string')
      return tell('matched', `${found.path} had this value; whether it still has can't be told: ${now}`, found, answer.receipt);
    const moved = now?.find(({ path }) => path === found.path);
    if (moved !== undefined && !says(figure, moved.value))
      return tell('stale', `${found.path} had this value, and has ${moved.value} now`, found, answer.receipt);
    return tell('matched', `${found.path} has this value`, found, answer.receipt);
  }
  const unseen = new Set<string>();
  for (const { answer, fields } of asked.slice(0, MOST_PASTS)) {
    const paths = new Set(fields.map(({ path }) => path));
    const past = await answer.past();
    if (past.unseen !== null) unseen.add(past.unseen);
    for (const { at, fields: then } of past.moments.toReversed()) {
      const was = then.find(({ path, value }) => paths.has(path) && says(figure, value));
      if (was === undefined) continue;
      const is = fields.find(({ path }) => path === was.path) ?? null;
      return tell('stale', `${was.path} had this value at ${at}, before the moment of the receipt`, is, answer.receipt);
    }
  }
  const doubt = unseen.size === 0 ? '' : `; whether it was so earlier can't be told in full: ${[...unseen].join('; ')}`;
  for (const { answer, fields, how } of asked) {
    const meant = closest(figure, fields);
    if (meant === null) continue;
    if (how === 'named' || Math.abs(figure.value - meant.value) <= LIKE * Math.abs(meant.value))
      return tell('altered', `${meant.path} was ${meant.value}${doubt}`, meant, answer.receipt);
  }
  return tell('unsupported', `no answer cited has this figure${doubt}`);
}

function candidates(
  { prose, figures }: ProseFigures,
  index: number,
  fields: readonly Field[],
): { readonly fields: readonly Field[]; readonly how: 'named' | 'any' } {
  const named = fieldsNamed(prose, figures, index, fields);
  if (named !== null) return { fields: named, how: 'named' };
  return { fields: fields.filter(({ listed }) => listed === 'no'), how: 'any' };
}
