import { CsvError, parse, type Options } from 'csv-parse/sync';
import type { CodedError } from '../../../core/index.ts';
import { tableInvalid } from '../errors.ts';
import type { Row } from './table-head.ts';

const FORM = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  trim: true,
  info: true,
} satisfies Options;

interface Parsed {
  readonly record: readonly string[];
  /** `lines`: the line that the record ends on. */
  readonly info: { readonly lines: number };
}

const matchesIn = (cells: readonly string[], what: RegExp): number =>
  cells.reduce((sum, cell) => sum + (cell.match(what)?.length ?? 0), 0);

/** Parses all rows, empty ones too. Throws TF_FORECAST_TABLE_INVALID. */
export function recordsOf(text: string, separator: string): readonly Row[] {
  const rows: Row[] = [];
  // The parser counts a CRLF inside quotes as two lines.
  let twice = 0;
  for (const { record: cells, info } of parseLoosely(text, separator)) {
    twice += matchesIn(cells, /\r\n/g);
    const line = info.lines - twice - matchesIn(cells, /\r\n|\n|\r/g);
    rows.push({ line, cells });
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
