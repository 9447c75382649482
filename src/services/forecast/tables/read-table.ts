import { tableInvalid } from '../errors.ts';
import { readJsonLines } from './json-lines.ts';
import { cutLead } from './lead-lines.ts';
import { recordsOf } from './parse-rows.ts';
import { checkWide, headOf, type Row } from './table-head.ts';

export interface Table {
  readonly names: readonly string[];
  /** Cells by row, each row as long as `names`; a missing cell is ''. */
  readonly rows: readonly (readonly string[])[];
  /** Line of the file on which each row begins, from 1. */
  readonly lines: readonly number[];
  /** Lines of empty rows between rows. */
  readonly blanks: readonly number[];
  readonly separator: string;
  /** Line of the last row if the file ends without a line end; null otherwise. */
  readonly openLine: number | null;
  /** Columns whose points are certainly decimal. */
  readonly pointed?: ReadonlySet<string>;
  /** Notes about what was repaired. */
  readonly remarks: readonly string[];
}

/** Characters without width: marks of byte order and of the direction of text. */
const INVISIBLE = /[\u200B-\u200F\u2060\uFEFF]/g;
const SEPARATORS = [',', ';', '\t', '|'] as const;
const LINES_LOOKED_AT = 50;
const CHARACTERS_LOOKED_AT = 100_000;

/** The separator with which most of the first lines have the same number of cells; a comma if none separates anything. */
function separatorOf(text: string): string {
  const bare = text
    .slice(0, CHARACTERS_LOOKED_AT)
    .replaceAll(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((each) => each !== '')
    .slice(0, LINES_LOOKED_AT);
  const scores = SEPARATORS.map((separator) => {
    const counts = bare.map((each) => each.split(separator).length - 1);
    const usual = counts.toSorted((a, b) => a - b)[counts.length >> 1] ?? 0;
    return { separator, usual, equal: usual === 0 ? 0 : counts.filter((count) => count === usual).length };
  });
  // Decimal commas can split lines as evenly as semicolons, so on a tie the comma loses.
  const best = scores.toSorted((a, b) => b.equal - a.equal || Number(a.separator === ',') - Number(b.separator === ','))[0]!;
  return best.equal > 0 ? best.separator : ',';
}

/** Refuses columns without a name that hold cells: a decimal comma or a missing quote moves cells there. The first may be an index. */
function namesOf(names: readonly string[], line: number, data: readonly Row[]): readonly string[] {
  const nameless = names.findIndex((name, i) => name === '' && i > 0 && data.some(({ cells }) => (cells[i] ?? '') !== ''));
  if (nameless > 0)
    throw tableInvalid({
      line,
      problem: `column ${nameless + 1} has cells and no name`,
      how: 'Name it. If a number with a decimal comma was split, quote the numbers or separate the cells by semicolons.',
    });
  const named = names.map((name, i) => (name === '' ? `column ${i + 1}` : name));
  const seen = new Set<string>();
  const twice = named.find((name) => seen.size === seen.add(name.toLowerCase()).size);
  if (twice !== undefined)
    throw tableInvalid({
      line,
      problem: `two columns are called ${JSON.stringify(twice)}`,
      how: 'Give each column one name, in one header line.',
    });
  return named;
}

const invisible = (text: string, source: string) =>
  text.length < source.replace(/^\uFEFF/, '').length ? ['Invisible characters were left out.'] : [];

/**
 * Reads a CSV, detecting separator, quoting and header, or JSON lines. Throws TF_FORECAST_TABLE_INVALID or
 * TF_FORECAST_DATES_IN_COLUMNS.
 */
export function readTable(source: string): Table {
  const text = source.replaceAll(INVISIBLE, '');
  const json = readJsonLines(text);
  if (json !== null) {
    const { names, rows, lines } = json;
    checkWide({ line: 1, cells: names });
    const data = rows.map((cells, i) => ({ line: lines[i]!, cells }));
    return { ...json, names: namesOf(names, 1, data), separator: '', openLine: null, remarks: invisible(text, source) };
  }
  const lead = cutLead(text);
  const separator = lead.separator ?? separatorOf(lead.text);
  const all = recordsOf(lead.text, separator).map(({ line, cells }) => ({ line: line + lead.lines, cells }));
  const records = all.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const head = headOf(
    lead.header === null
      ? records
      : [{ line: lead.lines, cells: lead.header.split(separator).map((cell) => cell.trim()) }, ...records],
  );
  const width = head.names.length;
  let padded = 0;
  const rows = head.data.map(({ line, cells }) => {
    if (cells.slice(width).some((cell) => cell !== ''))
      throw tableInvalid({
        line,
        problem: `it has ${cells.length} cells, and line ${records[0]!.line}, which was read as the header, has ${width}`,
        how: 'Remove lines above the header. If a number with a decimal comma was split, quote the numbers or separate the cells by semicolons.',
      });
    if (cells.length < width) padded += 1;
    return Array.from({ length: width }, (_, i) => cells[i] ?? '');
  });
  const lines = head.data.map(({ line }) => line);
  const [from = 0, to = 0] = [lines[0], lines.at(-1)];
  const blanks = all
    .filter(({ line, cells }) => line > from && line < to && cells.every((cell) => cell === ''))
    .map(({ line }) => line);
  return {
    names: namesOf(head.names, records[0]!.line, head.data),
    rows,
    lines,
    blanks,
    separator,
    openLine: /[\r\n]$/.test(text) ? null : to,
    remarks: [
      ...invisible(text, source),
      ...lead.remarks,
      ...head.remarks,
      ...(padded > 0 ? [`Rows that end early, their missing cells read as empty: ${padded}.`] : []),
    ],
  };
}
