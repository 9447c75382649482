import { cellAmbiguous, seriesSeveral } from '../errors.ts';
import { cellAt, shownCell, type Column } from './column.ts';
import { isTimeName } from './time-names.ts';

/** Pairs of labels that say which sign an amount has. */
const SIGNS: readonly (readonly [string, string])[] = [
  ['+', '-'],
  ['+', '−'],
  ['d', 'c'],
  ['dr', 'cr'],
  ['debit', 'credit'],
  ['débit', 'crédit'],
  ['s', 'h'],
  ['soll', 'haben'],
  ['deposit', 'withdrawal'],
  ['income', 'expense'],
  ['einnahme', 'ausgabe'],
];

const plain = (cell: string) => cell.trim().toLowerCase().replace(/\.$/, '');
const areSigns = (labels: ReadonlySet<string>) =>
  labels.size === 2 && SIGNS.some((pair) => pair.every((label) => labels.has(label)));

/** Refuses amounts without signs beside a column that says which are negative. */
export function checkSigns(columns: readonly Column[], values: Float64Array): void {
  if (values.some((value) => value < 0)) return;
  for (const column of columns) {
    if (!areSigns(new Set(column.cells.map(plain)))) continue;
    throw cellAmbiguous({
      ...cellAt(column, 0),
      readings: ['the sign of the amount beside it', 'a label'],
      how: 'Write the signs into the amounts and remove the column, or pass --id none if all amounts count as they stand.',
    });
  }
}

/** Numbers of labels in turn that are looked for, and how often they have to follow each other. */
const TURNS = { least: 2, most: 3, rounds: 4 };
/** Labels of the parts of a day or a year stand in turn in one series. */
const PARTS_OF_TIME = /^(?:[ap]\.?m\.?|day|night|morning|noon|afternoon|evening|tag|nacht|morgen|abend|[hsqt][1-4])$/i;
/** How much larger the step from label to label is than the usual change within one label. */
const STRONG = 3;

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** The labels that stand strictly in turn; empty if they do not. */
function labelsInTurn({ cells }: Column): readonly string[] {
  const labels = [...new Set(cells)];
  const { length } = labels;
  if (length < TURNS.least || length > TURNS.most || cells.length < TURNS.rounds * length) return [];
  return cells.every((cell, i) => cell === labels[i % length]) ? labels : [];
}

/** Refuses rows of two or three series in turn: their levels differ far more than one label's values do. */
export function checkTurns(columns: readonly Column[], values: Float64Array): void {
  for (const column of columns) {
    if (isTimeName(column.name)) continue;
    const labels = labelsInTurn(column);
    const count = labels.length;
    if (count === 0 || labels.every((label) => PARTS_OF_TIME.test(label.trim()))) continue;
    const known = (distance: number, of: (i: number) => boolean) =>
      Array.from(values, (value, i) => (i >= distance && of(i) ? value - values[i - distance]! : Number.NaN)).filter(
        (value) => !Number.isNaN(value),
      );
    const within = middle(known(count, () => true).map(Math.abs));
    const between = Math.max(...labels.map((_, at) => Math.abs(middle(known(1, (i) => i % count === at)))));
    if (between > STRONG * within) throw seriesSeveral({ column: column.name, values: labels.map(shownCell), count });
  }
}

/** Labels of circumstances of one series, which may well have levels of their own. */
const CIRCUMSTANCE =
  /^(?:yes|no|y|n|true|false|on|off|open|closed|week(?:day|end)|work(?:day|ing)?|holiday|normal|high|low|ja|nein|sun(?:ny)?|rain.*|promo.*)$/i;

/** Refuses rows of two or three series in any order: the middles of their labels differ far more than one label's neighbours do. */
export function checkMixed(columns: readonly Column[], values: Float64Array): void {
  for (const column of columns) {
    const labels = [...new Set(column.cells)];
    const count = labels.length;
    const isLabel = (label: string) => /\p{L}/u.test(label) && !CIRCUMSTANCE.test(label) && !PARTS_OF_TIME.test(label);
    if (areSigns(new Set(labels.map(plain)))) continue;
    if (isTimeName(column.name) || count < TURNS.least || count > TURNS.most || !labels.every((label) => isLabel(label.trim())))
      continue;
    const byLabel = labels.map((label) => values.filter((value, i) => column.cells[i] === label && !Number.isNaN(value)));
    if (byLabel.some((part) => part.length < TURNS.rounds)) continue;
    const within = middle(byLabel.flatMap((part) => Array.from(part.subarray(1), (value, i) => Math.abs(value - part[i]!))));
    const middles = byLabel.map((part) => middle(Array.from(part))).toSorted((a, b) => a - b);
    const apart = Math.min(...middles.slice(1).map((value, i) => value - middles[i]!));
    if (apart > 2 * STRONG * within) throw seriesSeveral({ column: column.name, values: labels.map(shownCell), count });
  }
}
