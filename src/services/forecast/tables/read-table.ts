import { CsvError, parse, type Options } from 'csv-parse/sync';
import type { CodedError } from '../../core/index.ts';
import { tableInvalid } from './errors.ts';

export interface Table {
  readonly names: readonly string[];
  /** Cells by row, each row as long as `names`; a missing cell is ''. */
  readonly rows: readonly (readonly string[])[];
  /** Line of the file on which each row begins, from 1. */
  readonly lines: readonly number[];
  /** Notes about what was repaired. */
  readonly remarks: readonly string[];
}

const SEPARATORS = [',', ';', '\t', '|'] as const;
const LINES_LOOKED_AT = 50;
const CHARACTERS_LOOKED_AT = 100_000;

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

const FORM = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  trim: true,
  skip_empty_lines: true,
  info: true,
} satisfies Options;

interface Parsed {
  readonly record: readonly string[];
  /** `lines`: the line that the record ends on. */
  readonly info: { readonly lines: number };
}

const matchesIn = (cells: readonly string[], what: RegExp): number =>
  cells.reduce((sum, cell) => sum + (cell.match(what)?.length ?? 0), 0);

/** Parses the rows that are not empty. Throws TF_FORECAST_TABLE_INVALID. */
function recordsOf(text: string, separator: string): readonly Row[] {
  const rows: Row[] = [];
  // The parser counts a CRLF inside quotes as two lines.
  let twice = 0;
  for (const { record: cells, info } of parseLoosely(text, separator)) {
    twice += matchesIn(cells, /\r\n/g);
    const line = info.lines - twice - matchesIn(cells, /\r\n|\n|\r/g);
    if (cells.some((cell) => cell !== '')) rows.push({ line, cells });
  }
  return rows;
}

/** A quote inside an unquoted cell (5" pipe) is text. A quote that closes a cell too early is an error. */
function parseLoosely(text: string, separator: string): readonly Parsed[] {
  const read = (quotes: 'strict' | 'loose') =>
    parse(text, { ...FORM, delimiter: separator, relax_quotes: quotes === 'loose' }) as unknown as readonly Parsed[];
  try {
    return read('strict');
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code !== 'INVALID_OPENING_QUOTE') throw invalid(error);
  }
  try {
    const loose = read('loose');
    const broken = loose.find(({ record }) => record.some((cell) => cell.startsWith('"')));
    if (broken === undefined) return loose;
    throw tableInvalid({ line: broken.info.lines, problem: AFTER_QUOTE });
  } catch (error) {
    throw error instanceof CsvError ? invalid(error) : error;
  }
}

const AFTER_QUOTE = 'something follows the closing quote of a cell';
const PROBLEMS: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: AFTER_QUOTE,
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: AFTER_QUOTE,
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed before the file ends',
};

function invalid({ code, lines, message }: CsvError & { readonly lines?: number }): CodedError {
  return tableInvalid({ line: lines ?? 1, problem: PROBLEMS[code] ?? message });
}

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

/** Whether a cell looks like data and not like a header: a number, a date, or empty. */
const likeData = (cell: string) => cell === '' || /^[-+$€£¥]?[\d.]/.test(cell) || /^(?:na|nan|null|n\/a)$/i.test(cell);

/** Reads a CSV; detects separator, quoting and header. Throws TF_FORECAST_TABLE_INVALID. */
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
    ...(hasHeader ? [] : ['There is no header; the columns are named column 1, column 2 and so on.']),
    ...(padded > 0 ? [`${padded} row(s) end early; their missing cells are read as empty.`] : []),
  ];
  return { names, rows, lines: data.map(({ line }) => line), remarks };
}
