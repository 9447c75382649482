import { isMissing } from './missing.ts';
import type { Table } from './read-table.ts';
import { isSummary } from './series-ids.ts';
import { isValue } from './table-head.ts';

/** Longest name of a unit. */
const LONGEST_UNIT = 20;
/** Rows that must have values where the row of units has text. */
const LEAST_ROWS = 2;

const same = (row: readonly string[], other: readonly string[]) => row.every((cell, i) => cell.trim() === other[i]);

/** A text that can name a unit or the form of a column: no value, and not a number with something behind it. */
const isUnit = (cell: string) => cell.length <= LONGEST_UNIT && !isValue(cell) && !/^[-+.,(]?\d/.test(cell) && !isSummary(cell);

/** Whether the first row under the header names units: it has no values, where all further rows do. */
function isOfUnits([first, ...rest]: readonly (readonly string[])[]): boolean {
  if (first === undefined) return false;
  // Joined files repeat it.
  const others = rest.filter((row) => !same(row, first));
  if (others.length < LEAST_ROWS) return false;
  const named = first.flatMap((cell, i) => (isMissing(cell) ? [] : [i]));
  if (named.length === 0 || !named.every((i) => isUnit(first[i]!.trim()))) return false;
  const present = (i: number) => others.map((row) => row[i]!).filter((cell) => !isMissing(cell));
  // A unit stands above numbers or times. A column of text may have a text there too.
  const fits = first.every((cell, i) => isMissing(cell) || present(i).every(isValue) || !present(i).some(isValue));
  return fits && named.some((i) => present(i).some(isValue));
}

export interface Body {
  readonly table: Table;
  /** Line of the first header inside; null without one. */
  readonly repeatedAt: number | null;
}

/** A table without a row of units under its header, and without headers that files joined to one repeat. */
export function withoutHeads(table: Table): Body {
  const { names, rows, lines } = table;
  const isHeader = (row: readonly string[]) => same(row, names);
  const repeated = rows.flatMap((row, i) => (isHeader(row) ? [lines[i]!] : []));
  const others = rows.filter((row) => !isHeader(row));
  const units = isOfUnits(others) ? others[0]! : null;
  const isLeftOut = (row: readonly string[]) => isHeader(row) || (units !== null && same(row, units));
  const kept = rows.flatMap((row, i) => (isLeftOut(row) ? [] : [i]));
  const unitsAt = units === null ? '' : `line ${lines[rows.indexOf(units)]!}, ${units.filter((cell) => cell !== '').join(', ')}`;
  const remarks = [
    ...(units === null ? [] : [`Left out, as names of units: ${unitsAt}.`]),
    ...(repeated.length === 0
      ? []
      : [`Left out, as headers that repeat: ${repeated.length}, the first in line ${repeated[0]!}.`]),
  ];
  return {
    table:
      remarks.length === 0
        ? table
        : {
            ...table,
            rows: kept.map((i) => rows[i]!),
            lines: kept.map((i) => lines[i]!),
            remarks: [...table.remarks, ...remarks],
          },
    repeatedAt: repeated[0] ?? null,
  };
}
