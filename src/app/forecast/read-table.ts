import { tableInvalid } from './errors.ts';

export interface Table {
  readonly names: readonly string[];
  /** Cells by row, each as long as `names`; a cell that was left out is ''. */
  readonly rows: readonly (readonly string[])[];
  /** Line of the file that each row begins on, from 1. */
  readonly lines: readonly number[];
  /** What was mended, in words. */
  readonly remarks: readonly string[];
}

const SEPARATORS = [',', ';', '\t', '|'] as const;
const LINES_LOOKED_AT = 50;
const CHARACTERS_LOOKED_AT = 100_000;

interface Record {
  readonly line: number;
  readonly cells: readonly string[];
}

/** RFC 4180 with any separator: quoted cells may hold separators, line ends and doubled quotes. */
function recordsOf(text: string, separator: string): readonly Record[] {
  const out: Record[] = [];
  let [cells, cell, line, begun] = [[] as string[], '', 1, 1];
  let state: 'plain' | 'quoted' | 'closed' = 'plain';
  const endCell = () => {
    cells.push(state === 'closed' ? cell : cell.trim());
    [cell, state] = ['', 'plain'];
  };
  const endRow = () => {
    endCell();
    if (cells.some((each) => each !== '')) out.push({ line: begun, cells });
    cells = [];
  };
  for (let i = 0; i < text.length; i++) {
    const at = text[i]!;
    if (at === '\n') line += 1;
    if (state === 'quoted') {
      if (at !== '"') cell += at;
      else if (text[i + 1] === '"') [cell, i] = [`${cell}"`, i + 1];
      else state = 'closed';
    } else if (at === separator) endCell();
    else if (at === '\n' || at === '\r') {
      if (at === '\r' && text[i + 1] === '\n') continue;
      endRow();
      begun = line;
    } else if (at === '"' && state === 'plain' && cell.trim() === '') [cell, state] = ['', 'quoted'];
    else if (state === 'plain') cell += at;
    else if (at.trim() !== '') throw tableInvalid({ line, problem: 'something follows the closing quote of a cell' });
  }
  if (state === 'quoted') throw tableInvalid({ line: begun, problem: 'a quote is opened and never closed' });
  endRow();
  return out;
}

/** The separator that cuts the first lines into the most equal rows; a comma where none cuts any. */
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
  // A decimal comma cuts as evenly as a semicolon does; the rarer character is the separator then.
  const best = scores.toSorted((a, b) => b.equal - a.equal || Number(a.separator === ',') - Number(b.separator === ','))[0]!;
  return best.equal > 0 ? best.separator : ',';
}

/** A cell that a header wouldn't hold: a number, a date, or nothing. */
const likeData = (cell: string) => cell === '' || /^[-+$€£¥]?[\d.]/.test(cell) || /^(?:na|nan|null|n\/a)$/i.test(cell);

/** Reads a CSV: separator, quoting and header are found out. Throws TF_FORECAST_TABLE_INVALID. */
export function readTable(source: string): Table {
  const text = source.replace(/^\uFEFF/, '');
  const separator = separatorOf(text);
  const records = recordsOf(text, separator);
  const [first, ...others] = records;
  if (first === undefined) throw tableInvalid({ line: 1, problem: 'the file is empty' });
  const hasHeader = !first.cells.every(likeData);
  const width = first.cells.length;
  const data = hasHeader ? others : records;
  if (data.length === 0) throw tableInvalid({ line: first.line, problem: 'there is a header and nothing under it' });
  let padded = 0;
  const rows = data.map(({ line, cells }) => {
    if (cells.slice(width).some((cell) => cell !== '')) {
      throw tableInvalid({ line, problem: `it has ${cells.length} cells where ${width} were begun with` });
    }
    if (cells.length < width) padded += 1;
    return Array.from({ length: width }, (_, i) => cells[i] ?? '');
  });
  const names = Array.from({ length: width }, (_, i) => (hasHeader && first.cells[i]!.trim()) || `column ${i + 1}`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw tableInvalid({ line: first.line, problem: `two columns are called ${JSON.stringify(twice)}` });
  const remarks = [
    ...(hasHeader ? [] : ['There is no header; columns are called column 1, column 2 and so on.']),
    ...(padded > 0 ? [`${padded} row(s) end early; what they lack was taken for empty.`] : []),
  ];
  return { names, rows, lines: data.map(({ line }) => line), remarks };
}
